//! Files that say they are an archive: opened, checked, asked, restored.

use crate::{READER, scratch};
use mizan_archive::{Access, Archive, Filter, Slice, Sort};
use std::path::PathBuf;
use std::sync::LazyLock;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| scratch("archive"));

/// An archive of the samples, as bytes, and the target that damages it.
static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = FOLDER.join("sound.db");
    crate::archive_at(&path);
    let packed = FOLDER.join("packed.db");
    let _ = std::fs::remove_file(&packed);
    Archive::open(&path, Access::Read).and_then(|a| a.back_up(&packed)).expect("a back-up");
    std::fs::read(packed).expect("a back-up")
});

/// Bytes that replace some of a sound archive: two of place (in 64ths of the file's pages), then what is written
/// there; or, with the place 0xFFFF, the whole file.
pub fn archive(bytes: &[u8]) {
    let Some((head, body)) = bytes.split_at_checked(2) else { return };
    let path = FOLDER.join("tried.db");
    let place = usize::from(u16::from_le_bytes([head[0], head[1]]));
    let file = if place == 0xFFFF { body.to_vec() } else { damaged(place, body) };
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(FOLDER.join(format!("tried.db{end}")));
    }
    std::fs::write(&path, file).expect("a file in memory");
    if let Ok(archive) = Archive::open(&path, Access::Read) {
        ask(&archive);
    }
    let _ = mizan_archive::restore(&path, &FOLDER.join("restored.db"), true);
}

fn damaged(place: usize, body: &[u8]) -> Vec<u8> {
    let mut file = SOUND.clone();
    let at = place * 64 % file.len();
    let to = (at + body.len()).min(file.len());
    file[at..to].copy_from_slice(&body[..to - at]);
    file
}

fn ask(archive: &Archive) {
    let slice = Slice { limit: 20, skip: 0, sort: Sort::Latest };
    let _ = archive.check();
    let _ = archive.overview();
    let _ = archive.search(&READER, "قصف", 20);
    let _ = archive.claims(&Filter::default(), slice);
    if let Ok((rows, _)) = archive.events(&Filter::default(), slice) {
        for row in &rows {
            let _ = archive.open_page(&row.page.to_string());
        }
    }
}
