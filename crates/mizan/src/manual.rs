//! `mizan complete`, `mizan man`: drawn from the command line as it is declared, so that neither can fall behind it.

use crate::{Cli, Failure, Outcome};
use clap::CommandFactory;
use std::io::Write;

pub fn complete(shell: clap_complete::Shell) -> Result<Outcome, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "mizan", &mut out);
    std::io::stdout().lock().write_all(&out)?;
    Ok(Outcome::Whole)
}

pub fn page(command: Option<&str>) -> Result<Outcome, Failure> {
    let mut whole = Cli::command();
    whole.build();
    let wanted = match command {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            let known: Vec<&str> = whole.get_subcommands().map(clap::Command::get_name).collect();
            let missing =
                || Failure::Usage(format!("no command {name}; there are {}", known.join(", ")));
            found.ok_or_else(missing)?
        }
    };
    let mut out = Vec::new();
    clap_mangen::Man::new(wanted).render(&mut out)?;
    std::io::stdout().lock().write_all(&out)?;
    Ok(Outcome::Whole)
}
