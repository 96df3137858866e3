//! `mizan serve`: the workbench in a browser. `mizan user`: who may come in.

use crate::archive::{At, now, program, who};
use crate::{Common, Failure, Outcome, reader};
use clap::{Args, Subcommand};
use mizan_web::Options;
use mizan_web::accounts::{Accounts, Role};
use std::io::{IsTerminal, Read, Write};
use std::net::{IpAddr, SocketAddr};

#[derive(Args)]
pub struct ServeArgs {
    /// Address and port to listen on. Beyond this machine, accounts are asked for (`mizan user add`).
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8600", value_parser = address)]
    listen: SocketAddr,
    /// A name that browsers reach the server by, such as mizan.example.org; several may be given.
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Ask for accounts on this machine too.
    #[arg(long)]
    accounts: bool,
    /// It stands behind a proxy that speaks HTTPS: cookies are sent by HTTPS alone.
    #[arg(long)]
    https: bool,
    /// Who corrects, where no accounts are asked for; the account of the system if not given.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Also fetch pages from private networks and from this machine.
    #[arg(long)]
    allow_private: bool,
    /// Print the description of the JSON interface (OpenAPI) and end.
    #[arg(long)]
    openapi: bool,
    #[command(flatten)]
    at: At,
}

/// `127.0.0.1:8600`, `0.0.0.0:80`, or a port alone.
fn address(text: &str) -> Result<SocketAddr, String> {
    let port = text.parse::<u16>().map(|p| SocketAddr::from((IpAddr::from([127, 0, 0, 1]), p)));
    let local = text.replace("localhost", "127.0.0.1");
    port.or_else(|_| local.parse())
        .map_err(|_| "expected an address and a port, such as 127.0.0.1:8600".to_owned())
}

pub fn run(args: &ServeArgs, common: &Common) -> Result<Outcome, Failure> {
    if args.openapi {
        println!("{}", mizan_web::openapi());
        return Ok(Outcome::Whole);
    }
    let options = Options {
        archive: args.at.archive.clone(),
        listen: args.listen,
        hosts: args.host.clone(),
        accounts: args.accounts,
        name: who(args.by.as_ref()).unwrap_or_else(|_| "local".to_owned()),
        https: args.https,
        allow_private: args.allow_private,
        program: program(),
    };
    let archive = options.archive.display().to_string();
    let ready = |at: SocketAddr| {
        println!("{archive} is open at http://{at}/ ; Ctrl-C ends it");
        // Whoever waits for the address through a pipe must see it now.
        let _ = std::io::stdout().flush();
    };
    mizan_web::serve(options, reader(common)?, ready).map_err(|e| Failure::Data(e.to_string()))?;
    Ok(Outcome::Whole)
}

#[derive(Args)]
pub struct UserArgs {
    #[command(subcommand)]
    what: UserCommand,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Make an account. The password is asked for, or read from standard input; with --token one is printed.
    Add {
        name: String,
        /// reader, coder or editor.
        #[arg(long, default_value = "reader", value_parser = role)]
        role: Role,
        /// Sign in by a token, for a program; it is printed once.
        #[arg(long)]
        token: bool,
        #[command(flatten)]
        at: At,
    },
    /// List accounts.
    List {
        #[command(flatten)]
        at: At,
    },
    /// Give an account another password; its sessions end.
    Password {
        name: String,
        #[command(flatten)]
        at: At,
    },
    /// Give an account another role; its sessions end.
    Role {
        name: String,
        #[arg(value_parser = role)]
        role: Role,
        #[command(flatten)]
        at: At,
    },
    /// Take an account away; what it did stays on record.
    Remove {
        name: String,
        #[command(flatten)]
        at: At,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::named(text).ok_or_else(|| "expected reader, coder or editor".to_owned())
}

fn accounts(at: &At) -> Result<Accounts, Failure> {
    Accounts::open(&Accounts::path_for(&at.archive)).map_err(|e| fail(&e))
}

fn fail(e: &impl std::fmt::Display) -> Failure {
    Failure::Usage(e.to_string())
}

pub fn user(args: &UserArgs) -> Result<Outcome, Failure> {
    match &args.what {
        UserCommand::Add { name, role, token: true, at } => {
            let token = accounts(at)?.add_with_token(name, *role, &now()).map_err(|e| fail(&e))?;
            println!("{token}");
            eprintln!("mizan: {name} signs in with this token; it is kept nowhere, so keep it now");
        }
        UserCommand::Add { name, role, at, .. } => {
            let password = password()?;
            accounts(at)?.add(name, *role, &password, &now()).map_err(|e| fail(&e))?;
            println!("{name}: {}", role.name());
        }
        UserCommand::List { at } => {
            for a in accounts(at)?.list().map_err(|e| fail(&e))? {
                let by = if a.token { "token" } else { "password" };
                println!("{:<24} {:<8} {by:<9} since {}", a.name, a.role.name(), a.made);
            }
        }
        UserCommand::Password { name, at } => {
            let password = password()?;
            accounts(at)?.set_password(name, &password).map_err(|e| fail(&e))?;
            println!("{name}: another password; sessions ended");
        }
        UserCommand::Role { name, role, at } => {
            accounts(at)?.set_role(name, *role).map_err(|e| fail(&e))?;
            println!("{name}: {}; sessions ended", role.name());
        }
        UserCommand::Remove { name, at } => {
            accounts(at)?.remove(name).map_err(|e| fail(&e))?;
            println!("{name}: removed");
        }
    }
    Ok(Outcome::Whole)
}

/// A password from standard input: one line, which is asked for where a person sits.
fn password() -> Result<String, Failure> {
    let mut input = std::io::stdin();
    let mut text = String::new();
    if input.is_terminal() {
        eprint!("password (ten characters or more; it is shown as you type): ");
        input.read_line(&mut text)?;
    } else {
        input.by_ref().take(4096).read_to_string(&mut text)?;
    }
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
