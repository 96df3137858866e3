//! The properties on what fuzzing starts from, and on inputs that once broke one.

use std::path::PathBuf;

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

#[test]
fn properties_hold_on_samples_and_on_pages_cut_anywhere() {
    let mut read = 0;
    for folder in ["samples", "corpus/page"] {
        for entry in std::fs::read_dir(root(folder)).expect("a folder").flatten() {
            let Ok(bytes) = std::fs::read(entry.path()) else { continue };
            mizan_fuzz::text(&bytes);
            // A cut anywhere, also in the midst of a character.
            for part in 1..4 {
                mizan_fuzz::html(&bytes[..bytes.len() * part / 4]);
            }
            read += 1;
        }
    }
    assert!(read > 40, "{read} files");
}

#[test]
fn words_of_letters_of_any_length_stand_where_a_year_may() {
    // «قتل 𐤀» was cut inside its letter of four bytes.
    for word in ["𐤀", "ꯀa", "aꯀ", "ab", "é19", "2024", "٢٠٢٤", "ݐݐ"] {
        for line in [format!("قتل {word}"), format!("قتل الجيش {word} في يناير {word}")]
        {
            mizan_fuzz::text(line.as_bytes());
        }
    }
}

#[test]
fn a_damaged_archive_and_odd_requests_are_answered() {
    for place in [0_u16, 1, 63, 64, 200, 0xFFFF] {
        let mut bytes = place.to_le_bytes().to_vec();
        bytes.extend([0xFF; 40]);
        mizan_fuzz::archive(&bytes);
    }
    let requests: [&[u8]; 4] = [
        b"g/api/v1/events?page=99999999999999999999&from=0000-00-00",
        b"g/page/%FF%00",
        b"j/api/v1/queues\n{\"name\": [[[[",
        "f/names\nwords=\u{202e}&actor=".as_bytes(),
    ];
    requests.into_iter().for_each(mizan_fuzz::api);
}
