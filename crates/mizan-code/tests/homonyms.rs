//! Places of one name in several states: the outlet and its address tell which is meant, where the text does not.

#![allow(clippy::unwrap_used)]

use mizan_code::{Options, Reader};

fn country(html: &str) -> Option<String> {
    let reader = Reader::builtin().unwrap();
    let page = reader.page(html.as_bytes(), Some("page.html"));
    let record = reader.record(&page, None, Options::ALL);
    let found = record.mentions.places.iter().find(|p| p.text.contains("طرابلس"))?;
    Some(found.place.as_ref()?.country.clone())
}

fn page(head: &str) -> String {
    let body = "<p>اندلعت اشتباكات في طرابلس ليل أمس بين مسلحين، وأصيب خمسة أشخاص بجروح ونقلوا إلى المستشفى.</p>        <p>وقال شهود إن دوي الانفجارات سمع في أحياء المدينة حتى ساعات الفجر، ثم عاد الهدوء.</p>";
    format!(
        "<html lang=ar><head>{head}<title>اشتباكات في المدينة</title></head><body><article><h1>اشتباكات في المدينة</h1>{body}</article></body></html>"
    )
}

#[test]
fn the_address_tells() {
    let at =
        |host: &str| country(&page(&format!("<link rel=canonical href=\"https://{host}/a/1\">")));
    assert_eq!(at("news.example.ly").as_deref(), Some("LY"));
    assert_eq!(at("news.example.lb").as_deref(), Some("LB"));
}

#[test]
fn the_outlet_tells() {
    let of = |name: &str| {
        country(&page(&format!("<meta property=\"og:site_name\" content=\"{name}\">")))
    };
    assert_eq!(of("صحيفة النهار").as_deref(), Some("LB"));
}
