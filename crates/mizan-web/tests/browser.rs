//! The workbench in a real browser: the main paths, both directions, desktop and phone, keys alone, access, and pages
//! that mean harm. Pictures are kept under `target/screenshots`.

mod common;

use common::browser::{Browser, Screen, here};
use common::{PASSWORD, Server, start};
use serde_json::{Value, json};
use std::sync::LazyLock;
use tokio::sync::Mutex;

/// One browser at a time: two cores draw one.
static ONE: LazyLock<Mutex<()>> = LazyLock::new(|| Mutex::new(()));

fn text(v: &Value) -> String {
    v.as_str().unwrap_or_default().to_owned()
}

/// The first event of a question, asked by the page itself.
async fn first_event(b: &Browser, query: &str) -> Value {
    let script = format!(
        "const done = arguments[0]; fetch('/api/v1/events?rows=1&{query}').then(r => r.json()).then(j => done(j.events[0]));"
    );
    b.client.execute_async(&script, Vec::new()).await.expect("an event")
}

const TALL: &str =
    "return document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1";

/// Opens a page, looks at it, and says what is wrong with it.
async fn looked_at(b: &Browser, name: &str, path: &str, drawn: bool, wrong: &mut Vec<String>) {
    b.visit(path).await;
    if drawn {
        b.until("drawn", "return !!document.querySelector('[data-drawn=yes]')").await;
        tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    }
    b.run("return document.fonts.ready.then(() => true)").await;
    b.picture(name).await;
    if b.run(TALL).await != Value::Bool(true) {
        wrong.push(format!("{name}: wider than its window"));
    }
    wrong.extend(b.axe().await.into_iter().map(|v| format!("{name}: {v}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_on_desktop_and_phone_in_both_directions() {
    if !here() {
        return;
    }
    let _one = ONE.lock().await;
    let server = start("views", false);
    let mut wrong = Vec::new();
    for screen in [Screen::Desktop, Screen::Phone] {
        for lang in ["ar", "en"] {
            let b = Browser::open(&server.url, screen, lang).await;
            b.visit(&format!("/lang/{lang}")).await;
            let event = first_event(&b, "actor=rsf").await;
            let (page, id, story) =
                (text(&event["page"]), text(&event["id"]), text(&event["story"]));
            let views = [
                ("home", "/".to_owned(), false),
                ("read", format!("/page/{page}?event={id}"), false),
                ("events", "/events?from=2024".to_owned(), false),
                ("filters", "/events?type=ASSAULT&status=occurred".to_owned(), false),
                ("event", format!("/event/{id}"), false),
                ("relations", "/relations?a=TUR+*&b=SYR+*&both=1&compare=sdf".to_owned(), true),
                ("balance", "/balance?of=TUR+*&between=SYR+GOV,sdf".to_owned(), true),
                ("network", "/network".to_owned(), true),
                ("map", "/map".to_owned(), true),
                ("stories", "/stories".to_owned(), false),
                ("timeline", "/timeline".to_owned(), false),
                ("story", format!("/story/{story}"), false),
                ("claims", "/claims".to_owned(), false),
                ("actors", "/actors".to_owned(), false),
                ("actor", "/actor/rsf".to_owned(), false),
                ("names", "/names".to_owned(), false),
                ("review", "/review".to_owned(), false),
                ("queues", "/review/queues".to_owned(), false),
                ("done", "/review/done".to_owned(), false),
                ("brief", format!("/brief?id={story}"), false),
                ("audit", format!("/audit/{page}"), false),
                ("codebook", "/codebook".to_owned(), false),
                ("code", "/codebook/ASSAULT".to_owned(), false),
                ("search", "/search?q=%D9%82%D8%B5%D9%81".to_owned(), false),
                ("api", "/api".to_owned(), false),
                ("trail", "/trail".to_owned(), false),
                ("about", "/about".to_owned(), false),
                ("absent", "/event/e000000000000".to_owned(), false),
            ];
            for (name, path, drawn) in views {
                looked_at(
                    &b,
                    &format!("{name}-{lang}-{}", screen.name()),
                    &path,
                    drawn,
                    &mut wrong,
                )
                .await;
            }
            b.close().await;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_pasted_read_corrected_by_selecting_words_and_taken_back() {
    if !here() {
        return;
    }
    let _one = ONE.lock().await;
    let server = start("correct", false);
    let b = Browser::open(&server.url, Screen::Desktop, "ar").await;
    b.visit("/lang/ar").await;
    let report = "قصف على منبج\n\nقصف الجيش التركي مدينة منبج (Manbij) مساء الأربعاء 5 مارس 2025، وقُتل 12 مدنياً، وفق «المرصد السوري».\n";
    b.write("#text", report).await;
    b.write("input[name=published]", "2025-03-06").await;
    // First without keeping: findings, events, and nothing in the archive.
    b.click("button[value=check]").await;
    b.until("the text", "return !!document.querySelector('.text .m.event')").await;
    assert_eq!(b.run("return location.pathname").await, json!("/add"));
    b.client.back().await.expect("back");
    b.run("document.querySelector('#text').value = ''; document.querySelector('input[name=published]').value = ''").await;
    b.write("#text", report).await;
    b.write("input[name=published]", "2025-03-06").await;
    b.click("button[value=keep]").await;
    b.until("the page", "return location.pathname.startsWith('/page/') && !!document.querySelector('.text .m.event')").await;
    // What is copied is the original, whatever is marked in it.
    let copied = b
        .run(
            "const block = [...document.querySelectorAll('.text .block')].find(x => x.textContent.includes('Manbij'));
             const range = document.createRange(); range.selectNodeContents(block);
             getSelection().removeAllRanges(); getSelection().addRange(range); return getSelection().toString().trim()",
        )
        .await;
    assert_eq!(text(&copied), report.lines().nth(2).unwrap_or_default());
    b.run("getSelection().removeAllRanges()").await;
    // An event is chosen in the text; its card comes beside it.
    b.click(".text .m.event[data-event]").await;
    b.until("a card", "return !!document.querySelector('#card [data-card-of]')").await;
    let id = text(&b.run("return document.querySelector('#card').dataset.now").await);
    let slot =
        |name: &str| format!("return document.querySelector('[data-slot={name}]').textContent");
    select(&b, "المرصد السوري").await;
    b.picture("marking-ar-desktop").await;
    b.click(".picker [data-key='2']").await;
    b.until("choices", "return document.querySelectorAll('dialog .choices li').length > 0").await;
    b.picture("dialog-ar-desktop").await;
    b.click("dialog .choices li:last-child input").await;
    b.click("dialog form button:not([type=button])").await;
    b.until("the target", "return (document.querySelector('[data-slot=targets]')?.textContent ?? '').includes('المرصد')").await;
    // Words of the page become the place, found in the gazetteer.
    select(&b, "منبج").await;
    b.click(".picker [data-key='3']").await;
    b.until("choices", "return document.querySelectorAll('dialog .choices li').length > 1").await;
    b.click("dialog form button:not([type=button])").await;
    b.until("closed", "return !document.querySelector('dialog')").await;
    assert!(text(&b.run(&slot("place")).await).contains("منبج"));
    // A figure, and a date.
    select(&b, "12 مدنياً").await;
    b.click(".picker [data-key='5']").await;
    b.until("a number", "return document.querySelector('dialog input[name=low]')?.value === '12'")
        .await;
    b.click("dialog form button:not([type=button])").await;
    b.until("closed", "return !document.querySelector('dialog')").await;
    select(&b, "مساء الأربعاء").await;
    b.click(".picker [data-key='4']").await;
    b.write("dialog input[name=from]", "2025-03-05").await;
    b.click("dialog form button:not([type=button])").await;
    b.until("closed", "return !document.querySelector('dialog')").await;
    b.until("the day", "return (document.querySelector('[data-slot=date]')?.textContent ?? '').includes('2025-03-05')").await;
    // Type and status by the form of the card.
    b.run("document.querySelector('#card select[name=status]').value = 'historical'").await;
    b.click("#card button[value=save]").await;
    b.until("kept", "return !!document.querySelector('#card .s-historical')").await;
    let history = "return document.querySelectorAll('#card .history li:not(.undone)').length";
    assert_eq!(b.run(history).await, json!(5), "every correction is told with who and when");
    // Taken back, one by one; it stays on record.
    b.run("document.querySelector('#card .history').open = true").await;
    b.click("#card .history li:last-child button").await;
    b.until("undone", "return !!document.querySelector('#card .history li.undone')").await;
    assert_eq!(b.run(history).await, json!(4));
    // An event that was missed.
    select(&b, "مدنياً").await;
    b.click(".picker [data-key='6']").await;
    b.until(
        "types",
        "return (document.querySelector('dialog select[name=type]')?.options.length ?? 0) === 16",
    )
    .await;
    b.run("document.querySelector('dialog select[name=type]').value = 'AID'").await;
    b.click("dialog form button:not([type=button])").await;
    b.until(
        "added",
        &format!("return location.search.includes('event=e') && !location.search.includes('{id}')"),
    )
    .await;
    let added = text(&b.run("return document.querySelector('[data-card-of]').textContent").await);
    assert!(added.contains("by-hand"), "{added}");
    b.close().await;
}

/// Selects words of the text, as a hand would.
async fn select(b: &Browser, words: &str) {
    let script = format!(
        "const words = {};
         const walk = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
         const blocks = [...document.querySelectorAll('.text .block')];
         const block = blocks.filter(x => x.textContent.includes(words)).pop();
         const at = block.textContent.indexOf(words);
         const range = document.createRange();
         let seen = 0, started = false;
         const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
         for (let n = nodes.nextNode(); n; n = nodes.nextNode()) {{
           const end = seen + n.data.length;
           if (!started && at < end) {{ range.setStart(n, at - seen); started = true; }}
           if (started && at + words.length <= end) {{ range.setEnd(n, at + words.length - seen); break; }}
           seen = end;
         }}
         getSelection().removeAllRanges(); getSelection().addRange(range);
         block.dispatchEvent(new MouseEvent('mouseup', {{ bubbles: true }}));",
        json!(words)
    );
    b.run(&script).await;
    b.until("the toolbar", "return !!document.querySelector('.picker')").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reviewing_reading_and_filtering_by_keys_alone() {
    if !here() {
        return;
    }
    let _one = ONE.lock().await;
    let server = start("keys", false);
    let b = Browser::open(&server.url, Screen::Desktop, "ar").await;
    b.visit("/lang/ar").await;
    // The first stop leads past the menu.
    b.press("\u{E004}").await;
    assert_eq!(b.run("return document.activeElement.className").await, json!("skip"));
    b.press("\u{E007}").await;
    assert_eq!(b.run("return location.hash").await, json!("#main"));
    b.press("/").await;
    assert_eq!(b.run("return document.activeElement.name").await, json!("q"));
    // Review: accept, pass over, reject, undo.
    b.visit("/review").await;
    let now = "return document.querySelector('[data-card-of]')?.dataset.cardOf ?? ''";
    let first = text(&b.run(now).await);
    assert!(!first.is_empty(), "the samples have events that want a look");
    b.press("n").await;
    b.until(
        "the next",
        &format!(
            "{} && document.querySelector('[data-card-of]').dataset.cardOf !== '{first}'",
            now.replace("?? ''", "")
        ),
    )
    .await;
    b.visit("/review").await;
    b.press("?").await;
    b.until("help", "return !!document.querySelector('dialog[open]')").await;
    b.press("\u{E00C}").await;
    b.until("no help", "return !document.querySelector('dialog[open]')").await;
    b.press("a").await;
    b.until("accepted", &format!("return (document.querySelector('[data-card-of]')?.dataset.cardOf ?? 'none') !== '{first}'")).await;
    let second = text(&b.run(now).await);
    b.press("r").await;
    b.until("rejected", &format!("return (document.querySelector('[data-card-of]')?.dataset.cardOf ?? 'none') !== '{second}'")).await;
    b.press("u").await;
    b.until(
        "undone",
        &format!(
            "return (document.querySelector('[data-card-of]')?.dataset.cardOf ?? '') === '{second}'"
        ),
    )
    .await;
    b.visit("/review/done").await;
    assert_eq!(b.run("return document.querySelectorAll('main .list > li').length").await, json!(2));
    assert_eq!(
        b.run("return document.querySelectorAll('main .list > li.undone').length").await,
        json!(1)
    );
    // The table: arrows from row to row, Enter opens the page with its card.
    b.visit("/events").await;
    b.run("document.querySelector('.row-link').focus()").await;
    b.press("\u{E015}").await;
    let row = "return [...document.querySelectorAll('.row-link')].indexOf(document.activeElement)";
    assert_eq!(b.run(row).await, json!(1));
    b.press("\u{E007}").await;
    b.until("its card", "return !!document.querySelector('#card [data-card-of]')").await;
    // j goes to the next event of the text, Enter puts the keyboard on its card.
    b.run("document.querySelector('.text .m.event').focus()").await;
    b.press("\u{E007}").await;
    b.until("the card has the keyboard", "return document.activeElement.id === 'card'").await;
    // A filter can be set and sent without a mouse.
    b.visit("/events").await;
    b.run("document.querySelector('.pick summary').focus()").await;
    b.press(" ").await;
    b.until("choices", "return !!document.querySelector('.pick[open]')").await;
    b.press("\u{E004}").await;
    b.press(" ").await;
    b.run("document.querySelector('.filters').requestSubmit()").await;
    b.until("filtered", "return location.search.includes('type=')").await;
    b.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_point_of_each_picture_opens_its_events() {
    if !here() {
        return;
    }
    let _one = ONE.lock().await;
    let server = start("pictures", false);
    let b = Browser::open(&server.url, Screen::Desktop, "en").await;
    b.visit("/relations?a=TUR+*&b=sdf&both=1&from=2024&to=2024&lang=en").await;
    b.until("drawn", "return !!document.querySelector('[data-drawn=yes]')").await;
    let plot = |x: f64| {
        format!(
            "document.querySelector('[data-plot]').scrollIntoView({{block: 'center'}}); const r = document.querySelector('[data-plot]').getBoundingClientRect(); return [r.left + 54 + (r.width - 108) * {x}, r.top + r.height / 2]"
        )
    };
    b.click_at(&plot(0.0 + 1.0 / 11.0)).await;
    b.until("events", "return document.querySelectorAll('[data-opened] .list li').length > 0")
        .await;
    assert!(
        b.run("return document.querySelector('[data-opened] a[href*=\"/page/\"]') !== null").await
            == json!(true)
    );
    // As Arabic charts use it, time runs from the right: the other end is then the same month.
    let first = text(&b.run("return document.querySelector('[data-opened] h2').textContent").await);
    b.click("[data-rtl]").await;
    b.click_at(&plot(1.0 - 1.0 / 11.0)).await;
    b.until(
        "the same step",
        &format!(
            "return document.querySelector('[data-opened] h2')?.textContent === {}",
            json!(first)
        ),
    )
    .await;
    // The network: a click on an actor.
    b.visit("/network?lang=en").await;
    b.until("drawn", "return !!document.querySelector('[data-drawn=yes]') && document.querySelectorAll('.graph-labels span').length > 0").await;
    b.click_at("document.querySelector('[data-plot]').scrollIntoView({block: 'center'});
        const r = document.querySelector('.graph-labels span').getBoundingClientRect(); return [r.left + r.width / 2, r.top - 8]").await;
    b.until(
        "events of an actor",
        "return document.querySelectorAll('[data-opened] .list li').length > 0",
    )
    .await;
    // A month of the network has fewer edges than the whole.
    b.run("const s = document.querySelector('[data-window]'); s.value = 'month'; s.dispatchEvent(new Event('change'))").await;
    b.until("a window", "return document.querySelector('[data-when]').value.includes('2')").await;
    b.visit("/map?lang=en").await;
    b.until("drawn", "return !!document.querySelector('[data-drawn=yes]')").await;
    b.until("names", "return document.querySelectorAll('.map-label:not([hidden])').length > 0")
        .await;
    b.close().await;
}

/// Texts that would run if any of them reached a page as markup.
const HARM: &[&str] = &[
    "<script>window.harm=1</script>",
    "<img src=x onerror=window.harm=1>",
    "\"><svg onload=window.harm=1>",
    "'><iframe srcdoc=\"<script>parent.harm=1</script>\">",
    "<a href=\"javascript:window.harm=1\">x</a>",
    "</textarea><script>window.harm=1</script>",
    "</title><script>window.harm=1</script>",
    "<details open ontoggle=window.harm=1>",
    "{{constructor.constructor('window.harm=1')()}}",
    "<style>@import 'javascript:window.harm=1'</style>",
    "<base href=//evil.example/>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.harm=1>",
    "\u{202E}<img src=x onerror=window.harm=1>\u{202C}",
    "<body onload=window.harm=1>",
    "<input autofocus onfocus=window.harm=1>",
    "`${window.harm=1}`",
    "&lt;img src=x onerror=window.harm=1&gt;",
    "%3Cscript%3Ewindow.harm=1%3C/script%3E",
    "<x onclick=window.harm=1 style=position:fixed;inset:0>x</x>",
    "<meta http-equiv=refresh content=0;url=javascript:window.harm=1>",
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_pages_or_people_write_becomes_live() {
    if !here() {
        return;
    }
    let _one = ONE.lock().await;
    let server = start("harm", false);
    plant(&server);
    let b = Browser::open(&server.url, Screen::Desktop, "ar").await;
    b.visit("/lang/ar").await;
    let token = text(&b.run("return document.querySelector('meta[name=csrf]').content").await);
    // Names, notes, queues and corrections hold the same texts.
    for (n, harm) in HARM.iter().enumerate() {
        let body = json!({"words": harm, "id": format!("harm-{n}"), "code": "YEM GOV", "name_ar": harm, "name_en": harm, "kind": "organisation"});
        post(&b, &token, "/api/v1/aliases", &body).await;
        post(
            &b,
            &token,
            "/api/v1/queues",
            &json!({"name": harm, "question": "", "coders": 1, "most": 2}),
        )
        .await;
    }
    let pages = b.client.execute_async("const done = arguments[0]; fetch('/api/v1/pages?rows=100').then(r => r.json()).then(j => done(j.pages.filter(p => p.key.includes('harm')).map(p => p.id)));", Vec::new()).await.expect("pages");
    let pages: Vec<String> = pages.as_array().into_iter().flatten().map(text).collect();
    assert!(pages.len() >= HARM.len(), "{}", pages.len());
    let encode = |t: &str| url::form_urlencoded::byte_serialize(t.as_bytes()).collect::<String>();
    let mut paths: Vec<String> = [
        "/",
        "/pages",
        "/events",
        "/stories",
        "/timeline",
        "/claims",
        "/actors?kinds=1",
        "/network",
        "/map",
        "/review",
        "/review/queues",
        "/review/done",
        "/names",
        "/trail",
        "/brief",
        "/codebook",
        "/api",
    ]
    .map(str::to_owned)
    .to_vec();
    for id in &pages {
        paths.extend([format!("/page/{id}"), format!("/audit/{id}"), format!("/brief?id={id}")]);
    }
    for harm in HARM {
        let e = encode(harm);
        paths.extend([
            format!("/search?q={e}"),
            format!("/events?actor={e}"),
            format!("/events?sort={e}"),
            format!("/relations?a={e}&b=*"),
            format!("/names?words={e}"),
            format!("/event/{e}"),
            format!("/login?back={e}"),
            format!("/actors?q={e}"),
            format!("/review/queue/{}", e.replace('+', "%20")),
            format!("/lang/ar?back={e}"),
        ]);
    }
    for path in &paths {
        b.visit(path).await;
        let ran = b.run("return window.harm === 1 || document.querySelector('iframe, base, object, embed, main script, [onload], [onerror], [onclick], [ontoggle], [onfocus], a[href^=\"javascript:\"]') !== null || !location.href.startsWith(document.baseURI.slice(0, 16))").await;
        assert_eq!(ran, json!(false), "{path}");
    }
    b.close().await;
}

async fn post(b: &Browser, token: &str, path: &str, body: &Value) {
    let script = format!(
        "const done = arguments[0]; fetch('{path}', {{ method: 'POST', headers: {{ 'content-type': 'application/json', 'x-mizan-csrf': '{token}' }}, body: {} }}).then(r => done(r.status));",
        json!(body.to_string())
    );
    b.client.execute_async(&script, Vec::new()).await.expect("sent");
}

/// Puts pages into the archive whose every field means harm.
fn plant(server: &Server) {
    use mizan_archive::{Access, Archive, Material, Stamp};
    let reader = mizan_code::Reader::builtin().expect("a reader");
    let mut archive = Archive::open(&server.archive, Access::Write).expect("the archive");
    let escaped = |t: &str| t.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    for (n, harm) in HARM.iter().enumerate() {
        let h = escaped(harm);
        // Once as the words of a page, once as its markup.
        let html = format!(
            "<html lang=ar><head><title>{h}</title><meta property=\"og:site_name\" content=\"{h}\"><meta property=\"og:url\" content=\"https://harm.example/{n}?{h}\"></head>
             <body><article><h1>{h}</h1><p>قصف الجيش التركي {h} مدينة منبج اليوم وقتل ثلاثة مدنيين، وقال المتحدث باسم {h} إن «{h}».</p>{harm}<p>واعتقلت الشرطة السورية خمسة من {h} في حلب.</p></article></body></html>"
        );
        let material = Material {
            origin: format!("https://harm.example/{n}"),
            content_type: Some("text/html; charset=utf-8".to_owned()),
            given: Some(jiff::civil::Date::constant(2025, 2, 2)),
            bytes: html.into_bytes(),
            ..Material::default()
        };
        let reading = material.read(&reader);
        let stamp = Stamp { program: "test".to_owned(), at: "2026-01-01T00:00:00Z".to_owned() };
        archive.add(&[(&material, &reading)], &stamp).expect("added");
    }
    archive.index(&reader).expect("indexed");
    archive.gather().expect("gathered");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_out_and_what_a_reader_sees() {
    if !here() {
        return;
    }
    let _one = ONE.lock().await;
    let server = start("signin", true);
    let b = Browser::open(&server.url, Screen::Phone, "en").await;
    b.visit("/review?lang=en").await;
    assert_eq!(b.run("return location.pathname").await, json!("/login"));
    b.picture("login-en-phone").await;
    b.write("input[name=name]", "reem").await;
    b.write("input[name=password]", PASSWORD).await;
    b.click("main form button").await;
    b.until("refused", "return document.querySelector('.message') !== null").await;
    b.visit("/events?lang=en").await;
    let event = first_event(&b, "type=ASSAULT").await;
    b.visit(&format!("/page/{}?event={}", text(&event["page"]), text(&event["id"]))).await;
    b.until("a card", "return !!document.querySelector('[data-card-of]')").await;
    assert_eq!(
        b.run("return document.querySelector('[data-correct]')").await,
        Value::Null,
        "a reader corrects nothing"
    );
    b.run("document.querySelector('.user').open = true").await;
    b.click(".user form button").await;
    b.until("out", "return location.pathname === '/login'").await;
    b.write("input[name=name]", "huda").await;
    b.write("input[name=password]", PASSWORD).await;
    b.click("main form button").await;
    b.until("in", "return location.pathname !== '/login'").await;
    b.visit("/review").await;
    b.until("review", "return document.querySelector('[data-correct]') !== null").await;
    b.close().await;
}
