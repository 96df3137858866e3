//! A server of its own for each test, over an archive of samples.

#![allow(dead_code)]

pub mod browser;

use mizan_archive::{Access, Archive, Material, Stamp};
use mizan_code::Reader;
use mizan_web::Options;
use mizan_web::accounts::{Accounts, Role};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

pub const PASSWORD: &str = "correct horse battery";

/// A server with its archive, in a folder that is removed with it.
pub struct Server {
    pub url: String,
    pub archive: PathBuf,
    folder: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn add(archive: &mut Archive, reader: &Reader, pages: &[Material]) {
    let read: Vec<_> = pages.iter().map(|m| m.read(reader)).collect();
    let both: Vec<_> = pages.iter().zip(&read).collect();
    let stamp = Stamp { program: "test".to_owned(), at: "2026-01-01T00:00:00Z".to_owned() };
    archive.add(&both, &stamp).expect("added");
    archive.index(reader).expect("indexed");
    archive.gather().expect("gathered");
}

/// The samples, as a first user finds them.
fn samples() -> Vec<Material> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root().join("samples"))
        .expect("samples")
        .flatten()
        .map(|e| e.path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|p| Material {
            origin: p.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: std::fs::read(p).expect("a sample"),
            ..Material::default()
        })
        .collect()
}

/// Reports of months apart, so that curves and turns have something to show.
fn reports() -> Vec<Material> {
    let mut out = Vec::new();
    for month in 1..=12 {
        let (verb, place) =
            if month < 7 { ("قصف", "القامشلي") } else { ("التقى", "أنقرة") };
        let text = if month < 7 {
            format!(
                "{verb} الجيش التركي مواقع قوات سوريا الديمقراطية في مدينة {place} يوم {month} من الشهر وقتل {} مدنيين.",
                month + 2
            )
        } else {
            format!(
                "{verb} وزير الخارجية التركي هاكان فيدان نظيره السوري أسعد الشيباني في {place}، وقال الوزير إن التعاون مستمر."
            )
        };
        out.push(Material {
            origin: format!("https://outlet{}.example/{month}", month % 3),
            given: Some(jiff::civil::Date::constant(2024, month, 10)),
            bytes: format!("تقرير الشهر {month}\n\n{text}\n").into_bytes(),
            ..Material::default()
        });
    }
    out
}

/// Starts a server. `accounts` asks for signing in: then there are huda (coder), omar (coder), ed (editor) and reem
/// (reader), all with [`PASSWORD`].
pub fn start(name: &str, accounts: bool) -> Server {
    let reader = Reader::builtin().expect("a reader");
    let folder = std::env::temp_dir().join(format!("mizan-web-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("a.db");
    let mut archive = Archive::open(&path, Access::Write).expect("an archive");
    add(&mut archive, &reader, &samples());
    add(&mut archive, &reader, &reports());
    drop(archive);
    if accounts {
        let store = Accounts::open(&Accounts::path_for(&path)).expect("accounts");
        let all = [
            ("huda", Role::Coder),
            ("omar", Role::Coder),
            ("ed", Role::Editor),
            ("reem", Role::Reader),
        ];
        for (name, role) in all {
            store.add(name, role, PASSWORD, "2026-01-01T00:00:00Z").expect("an account");
        }
    }
    let options = Options {
        archive: path.clone(),
        listen: ([127, 0, 0, 1], 0).into(),
        hosts: vec!["mizan.test".to_owned()],
        accounts,
        name: "huda".to_owned(),
        https: false,
        allow_private: false,
        program: "mizan test".to_owned(),
    };
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let ready = move |at: std::net::SocketAddr| tell.send(at).expect("told");
        if let Err(e) = mizan_web::serve(options, reader, ready) {
            eprintln!("the server broke off: {e}");
        }
    });
    let at = told.recv_timeout(std::time::Duration::from_secs(60)).expect("a server");
    Server { url: format!("http://{at}"), archive: path, folder }
}
