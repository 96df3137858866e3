fn main() {
    let reader = mizan_code::Reader::builtin().expect("data");
    let mut args = std::env::args().skip(1);
    let f = args.next().expect("file");
    if f == "code" {
        for line in std::io::stdin().lines() {
            let v: serde_json::Value = serde_json::from_str(&line.expect("l")).expect("j");
            let r = reader.code(v["text"].as_str().unwrap_or(""), v["id"].as_str(), None, mizan_code::Options { all: true });
            println!("{}", serde_json::to_string(&r).expect("s"));
        }
        return;
    }
    let page = reader.page(&std::fs::read(&f).expect("read"), Some(&f));
    let r = reader.record(&page, None, mizan_code::Options { all: true });
    println!("{}", serde_json::to_string_pretty(&r).expect("s"));
}
