//! How fast pages are read, on one core, beside two peers in the same run on the same 200 pages:
//! `cargo bench -p mizan-page`.
//!
//! The pages are `corpus/page` and copies of it without end tags, on one line, and framed in boxes, with the
//! inline style and script that a news page carries. dom_smoothie is the Rust readability; trafilatura (pip)
//! is run by the Python of `MIZAN_PYTHON`, if that is set and has it. Both peers get text already decoded;
//! Mizan gets bytes.

#![allow(missing_docs, clippy::unwrap_used)]

use mizan_data::Knowledge;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const PAGES: usize = 200;

/// The best of five runs: the machine's noise only ever adds.
fn best(mut run: impl FnMut()) -> Duration {
    (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap()
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

fn mix() -> Vec<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/page");
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "html"));
    paths.sort();
    let read = |p: &std::path::PathBuf| mizan_page::decode(&std::fs::read(p).unwrap(), None).text;
    let plain: Vec<String> = paths.iter().map(read).map(|t| dressed(&t)).collect();
    let no_ends = plain.iter().map(|t| t.replace("</p>", "").replace("</li>", ""));
    let one_line = plain.iter().map(|t| t.replace('\n', " "));
    let framed = plain.iter().map(|t| {
        t.replace("<body", "<body><form><div><div").replace("</body>", "</div></div></form></body>")
    });
    let all = plain
        .iter()
        .cloned()
        .chain(no_ends)
        .chain(one_line)
        .chain(framed)
        .chain(plain.iter().cloned());
    all.take(PAGES).collect()
}

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/ar");
    let knowledge = Knowledge::load(&mizan_data::compile(&data).unwrap()).unwrap();
    let pages = mix();
    let mb = pages.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!("{} pages, {mb:.1} MB, one core, best of five runs", pages.len());

    let mizan = best(|| {
        for page in &pages {
            black_box(mizan_page::read(page.as_bytes(), Some("a.html"), None, &knowledge));
        }
    });
    let smoothie = best(|| {
        for page in &pages {
            let mut reader = dom_smoothie::Readability::new(page.as_str(), None, None).unwrap();
            let _ = black_box(reader.parse());
        }
    });
    let line = |name: &str, time: Duration| {
        let ratio = time.as_secs_f64() / mizan.as_secs_f64();
        println!(
            "{name:14} {:7.1} MB/s   mizan is {ratio:.2} times as fast",
            mb / time.as_secs_f64()
        );
    };
    line("mizan", mizan);
    line("dom_smoothie", smoothie);
    match trafilatura(&pages) {
        Some(time) => line("trafilatura", time),
        None => println!(
            "trafilatura    not run: set MIZAN_PYTHON to a Python that has it (pip install trafilatura lxml_html_clean)"
        ),
    }
}

/// The best of five runs over the pages in one Python process, imports left out.
fn trafilatura(pages: &[String]) -> Option<Duration> {
    let python = std::env::var_os("MIZAN_PYTHON")?;
    let dir = std::env::temp_dir().join("mizan-bench-pages");
    std::fs::create_dir_all(&dir).unwrap();
    for (n, page) in pages.iter().enumerate() {
        std::fs::write(dir.join(format!("{n:03}.html")), page).unwrap();
    }
    let code = "import sys,time,glob,trafilatura\n\
        pages=[open(p,encoding='utf-8').read() for p in sorted(glob.glob(sys.argv[1]+'/*.html'))]\n\
        def run():\n\
        \x20 t=time.perf_counter()\n\
        \x20 for p in pages: trafilatura.bare_extraction(p,with_metadata=True)\n\
        \x20 return time.perf_counter()-t\n\
        print(min(run() for _ in range(5)))";
    let out = Command::new(python).args(["-c", code]).arg(&dir).output().ok()?;
    std::fs::remove_dir_all(&dir).unwrap();
    let seconds: f64 = String::from_utf8_lossy(&out.stdout).trim().parse().ok()?;
    Some(Duration::from_secs_f64(seconds))
}
