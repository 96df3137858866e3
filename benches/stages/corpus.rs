//! The texts that stages are timed on.

use std::path::{Path, PathBuf};

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == ending));
    paths.sort();
    paths
}

/// Style and script of the length that such pages carry, about twice the markup.
fn dressed(html: &str) -> String {
    let rule = ".td-module-meta-info .entry-date{color:#767676;font-size:11px;line-height:1}\n";
    let call =
        "window.adsbygoogle=window.adsbygoogle||[];if(a<b&&c>d){document.write('<p>x</p>')}\n";
    let head =
        format!("<style>{}</style><script>{}</script></head>", rule.repeat(60), call.repeat(60));
    html.replacen("</head>", &head, 1)
}

/// Two hundred pages: those of `corpus/page`, and copies without end tags, on one line, framed in boxes.
pub fn pages() -> Vec<String> {
    let read = |p: &PathBuf| mizan_page::decode(&std::fs::read(p).unwrap(), None).text;
    let plain: Vec<String> =
        files("corpus/page", "html").iter().map(read).map(|t| dressed(&t)).collect();
    let no_ends = plain.iter().map(|t| t.replace("</p>", "").replace("</li>", ""));
    let one_line = plain.iter().map(|t| t.replace('\n', " "));
    let framed = plain.iter().map(|t| {
        t.replace("<body", "<body><form><div><div").replace("</body>", "</div></div></form></body>")
    });
    let all = plain.iter().cloned().chain(no_ends).chain(one_line).chain(framed);
    all.chain(plain.iter().cloned()).take(200).collect()
}

/// The sentences of our annotated reports.
pub fn sentences() -> Vec<String> {
    let texts =
        files("corpus/gold/first", "gold").into_iter().map(|p| std::fs::read_to_string(p).unwrap());
    let lines: Vec<String> =
        texts.flat_map(|t| t.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    lines.iter().filter_map(|l| l.strip_prefix("= ")).map(str::to_owned).collect()
}

/// So many reports of eight sentences, drawn by a seed; every fifth repeats the one before but for one sentence.
pub fn reports(count: usize) -> Vec<String> {
    let sentences = sentences();
    let mut seed = 11_u64;
    let mut roll = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % sentences.len()
    };
    let mut last: Vec<usize> = Vec::new();
    let mut out = Vec::new();
    for n in 0..count {
        if n % 5 == 4 {
            let at = roll() % last.len();
            last[at] = roll();
        } else {
            last = (0..8).map(|_| roll()).collect();
        }
        out.push(last.iter().map(|s| sentences[*s].as_str()).collect::<Vec<_>>().join("\n"));
    }
    out
}
