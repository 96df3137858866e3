//! Curves as SVG, of one file with nothing from outside: a relation over time with its interval, a balance with
//! its turning points. Steps without coverage are gaps. Time runs from left to right.

use crate::relate::{Balance, Series, Step};
use mizan_text::escaped;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 48.0;
const BOTTOM: f64 = 44.0;
/// Colours that stay apart for the colour-blind (Okabe and Ito 2008), each with a dash of its own.
const INKS: [(&str, &str); 7] = [
    ("#0072b2", "none"),
    ("#d55e00", "7 3"),
    ("#009e73", "2 3"),
    ("#cc79a7", "9 3 2 3"),
    ("#56b4e9", "4 2"),
    ("#e69f00", "1 2"),
    ("#000000", "12 4"),
];

/// A value with its bounds.
type Point = (f64, f64, f64);

/// A line to draw: its name, and for each step its value with bounds, none for a gap.
struct Curve {
    name: String,
    points: Vec<Option<Point>>,
}

struct Chart {
    title: String,
    labels: Vec<String>,
    curves: Vec<Curve>,
    /// Steps marked by an upright line, with what is said of them.
    marks: Vec<(usize, String)>,
    most: f64,
    percent: bool,
}

/// The curve of a series: what was counted, with its interval at 95 %.
#[must_use]
pub fn series_svg(series: &Series) -> String {
    let value = |s: &Step| {
        s.covered.then(|| (s.quads.iter().sum::<u64>() as f64, s.count_low, s.count_high))
    };
    let curves: Vec<Curve> = series
        .lines
        .iter()
        .take(INKS.len())
        .map(|l| Curve { name: l.key.clone(), points: l.steps.iter().map(value).collect() })
        .collect();
    let labels = series
        .lines
        .first()
        .map_or_else(Vec::new, |l| l.steps.iter().map(|s| s.label.clone()).collect());
    let most =
        curves.iter().flat_map(|c| c.points.iter().flatten()).map(|p| p.2).fold(1.0, f64::max);
    // Four steps of whole numbers.
    let most = (most / 4.0).ceil() * 4.0;
    let arrow = if series.both { "↔" } else { "→" };
    let unit = serde_json::to_value(series.unit).ok();
    let unit = unit.as_ref().and_then(|u| u.as_str()).unwrap_or("stories");
    let title = format!("{} {arrow} {}: {unit}, interval 95 %", series.a, series.b);
    Chart { title, labels, curves, marks: Vec::new(), most, percent: false }.draw()
}

/// The curve of a balance: each partner's share of the cooperation, with its interval and the turning points.
#[must_use]
pub fn balance_svg(balance: &Balance) -> String {
    let curve = |n: usize| Curve {
        name: balance.between.get(n).cloned().unwrap_or_default(),
        points: balance
            .steps
            .iter()
            .map(|s| {
                let p = s.partners.get(n)?;
                Some((p.cooperation_share?, p.share_low?, p.share_high?))
            })
            .collect(),
    };
    let place = |label: &str| balance.steps.iter().position(|s| s.label == label);
    let marks =
        balance.turns.iter().filter_map(|t| Some((place(&t.label)?, t.of.clone()))).collect();
    Chart {
        title: format!("{}: share of cooperation, interval 95 %", balance.of),
        labels: balance.steps.iter().map(|s| s.label.clone()).collect(),
        curves: (0..balance.between.len().min(INKS.len())).map(curve).collect(),
        marks,
        most: 1.0,
        percent: true,
    }
    .draw()
}

impl Chart {
    fn x(&self, n: usize) -> f64 {
        let steps = self.labels.len().max(2) as f64 - 1.0;
        LEFT + (WIDTH - LEFT - RIGHT) * n as f64 / steps
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value / self.most)
    }

    fn draw(&self) -> String {
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
             font-family=\"'IBM Plex Sans Arabic', sans-serif\" font-size=\"12\">\n<title>{0}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
             <text x=\"{LEFT}\" y=\"18\" font-size=\"14\" unicode-bidi=\"plaintext\">{0}</text>\n",
            escaped(&self.title)
        );
        self.grid(&mut out);
        self.curves.iter().enumerate().for_each(|(n, c)| self.curve(&mut out, n, c));
        self.turning(&mut out);
        self.legend(&mut out);
        out.push_str("</svg>\n");
        out
    }

    fn grid(&self, out: &mut String) {
        for n in 0..=4 {
            let value = self.most * f64::from(n) / 4.0;
            let y = self.y(value);
            let label = if self.percent {
                format!("{:.0} %", value * 100.0)
            } else {
                format!("{value:.0}")
            };
            out.push_str(&format!(
                "<path d=\"M{LEFT} {y:.1}H{:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>\n",
                WIDTH - RIGHT,
                LEFT - 6.0,
                y + 4.0
            ));
        }
        let every = self.labels.len().div_ceil(10).max(1);
        for (n, label) in self.labels.iter().enumerate().step_by(every) {
            out.push_str(&format!(
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\n",
                self.x(n),
                HEIGHT - BOTTOM + 18.0,
                escaped(label)
            ));
        }
    }

    /// Stretches of a curve between gaps.
    fn stretches(points: &[Option<Point>]) -> Vec<Vec<(usize, Point)>> {
        let mut out = vec![Vec::new()];
        for (n, p) in points.iter().enumerate() {
            match (p, out.last_mut()) {
                (Some(p), Some(last)) => last.push((n, *p)),
                _ => out.push(Vec::new()),
            }
        }
        out.retain(|s| !s.is_empty());
        out
    }

    fn curve(&self, out: &mut String, n: usize, curve: &Curve) {
        let (ink, dash) = INKS[n % INKS.len()];
        for stretch in Self::stretches(&curve.points) {
            let at = |m: usize, v: f64| format!("{:.1} {:.1}", self.x(m), self.y(v));
            let low: Vec<String> = stretch.iter().map(|(m, p)| at(*m, p.1)).collect();
            let high: Vec<String> = stretch.iter().rev().map(|(m, p)| at(*m, p.2)).collect();
            let line: Vec<String> = stretch.iter().map(|(m, p)| at(*m, p.0)).collect();
            out.push_str(&format!(
                "<path d=\"M{}L{}Z\" fill=\"{ink}\" fill-opacity=\"0.12\"/>\n\
                 <path d=\"M{}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>\n",
                low.join("L"),
                high.join("L"),
                line.join("L")
            ));
            for (m, p) in &stretch {
                out.push_str(&format!(
                    "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.5\" fill=\"{ink}\"/>",
                    self.x(*m),
                    self.y(p.0)
                ));
            }
            out.push('\n');
        }
    }

    fn turning(&self, out: &mut String) {
        for (n, words) in &self.marks {
            let x = self.x(*n);
            out.push_str(&format!(
                "<path d=\"M{x:.1} {TOP}V{:.1}\" stroke=\"#444\" stroke-dasharray=\"3 3\"><title>{}</title></path>\n",
                HEIGHT - BOTTOM,
                escaped(words)
            ));
        }
    }

    fn legend(&self, out: &mut String) {
        let mut x = LEFT;
        for (n, curve) in self.curves.iter().enumerate() {
            let (ink, dash) = INKS[n % INKS.len()];
            out.push_str(&format!(
                "<path d=\"M{x:.1} 34h24\" stroke=\"{ink}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>\
                 <text x=\"{:.1}\" y=\"38\" unicode-bidi=\"plaintext\">{}</text>\n",
                x + 30.0,
                escaped(&curve.name)
            ));
            x += 48.0 + 7.5 * curve.name.chars().count() as f64;
        }
    }
}
