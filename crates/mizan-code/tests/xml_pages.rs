//! Pages as XML writers save them: raw elements and anchors that close themselves swallow nothing.

#![allow(clippy::unwrap_used)]

use mizan_code::{Options, Reader};

#[test]
fn what_closes_itself_swallows_nothing() {
    let html = "<html lang=ar><head><script type=\"text/javascript\" src=\"a.js\"/>\
        <title>فيضان يغمر أحياء المدينة</title><style/></head><body><a name=\"top\"/>\
        <div><h1>فيضان يغمر أحياء المدينة</h1>\
        <p>غمرت مياه النهر فجر الثلاثاء أحياء المدينة القديمة، وأجلت فرق الإنقاذ نحو 300 عائلة إلى المدارس.</p>\
        <p>وقال رئيس البلدية إن السد صمد، وإن المياه بدأت بالانحسار بعد توقف الأمطار مساء الأربعاء.</p>\
        </div></body></html>";
    let reader = Reader::builtin().unwrap();
    let page = reader.page(html.as_bytes(), Some("a.html"));
    let record = reader.record(&page, None, Options::ALL);
    assert_eq!(record.page.title.unwrap().text, "فيضان يغمر أحياء المدينة");
    assert!(record.sentences.len() >= 3, "{:?}", page.text);
    assert!(!page.text.contains("a.js"));
}
