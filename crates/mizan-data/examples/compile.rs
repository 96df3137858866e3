//! Compiles a language folder: `cargo run -p mizan-data --example compile -- data/ar [OUT]`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let dir = args.next().unwrap_or_else(|| "data/ar".to_owned());
    match mizan_data::compile(dir.as_ref()) {
        Ok(bytes) => {
            println!("{dir}: {} bytes", bytes.len());
            match args.next().map(|out| std::fs::write(out, &bytes)) {
                Some(Err(e)) => {
                    eprintln!("{e}");
                    ExitCode::FAILURE
                }
                _ => ExitCode::SUCCESS,
            }
        }
        Err(errors) => {
            errors.iter().for_each(|e| eprintln!("{e}"));
            ExitCode::FAILURE
        }
    }
}
