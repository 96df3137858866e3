//! A real browser: Chromium by its driver. Where they are not installed, tests say so and pass, unless
//! `MIZAN_REQUIRE_BROWSER=1`.

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A desktop's window and a phone's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Desktop,
    Phone,
}

impl Screen {
    pub fn name(self) -> &'static str {
        if self == Screen::Desktop { "desktop" } else { "phone" }
    }
}

/// A driver with one window.
pub struct Browser {
    pub client: Client,
    driver: Child,
    base: String,
}

fn missing() -> Option<String> {
    let there = |name: &str| {
        Command::new(name)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok()
    };
    let lacking: Vec<&str> =
        ["chromium", "chromedriver"].into_iter().filter(|n| !there(n)).collect();
    (!lacking.is_empty()).then(|| lacking.join(" and "))
}

/// Can a browser be driven here? Says why not.
pub fn here() -> bool {
    let Some(lacking) = missing() else { return true };
    let required = std::env::var("MIZAN_REQUIRE_BROWSER").is_ok_and(|v| v == "1");
    assert!(!required, "{lacking} not installed, and MIZAN_REQUIRE_BROWSER=1");
    eprintln!("skipped: {lacking} not installed");
    false
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

impl Browser {
    pub async fn open(base: &str, screen: Screen, language: &str) -> Browser {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a driver");
        let mut options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader",
                "--window-size=1280,1000", "--force-color-profile=srgb", format!("--lang={language}")],
            "binary": which("chromium"),
        });
        if screen == Screen::Phone {
            options["mobileEmulation"] = json!({"deviceMetrics": {"width": 390, "height": 844, "pixelRatio": 1.5, "touch": true}});
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        // An alert that nobody expects is an error of the next command: so a script that ran is seen.
        capabilities.insert("unhandledPromptBehavior".to_owned(), json!("ignore"));
        let mut last = None;
        for _ in 0..50 {
            let built = ClientBuilder::new(hyper_util_connector())
                .capabilities(capabilities.clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await;
            match built {
                Ok(client) => return Browser { client, driver, base: base.to_owned() },
                Err(e) => last = Some(e),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        unreachable_driver(last.as_ref())
    }

    pub async fn visit(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.expect("a page");
    }

    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("a script")
    }

    /// Waits until a script gives true.
    pub async fn until(&self, what: &str, script: &str) {
        for _ in 0..150 {
            if self.run(script).await == Value::Bool(true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.picture("failed").await;
        let at = self.client.current_url().await.map(|u| u.to_string()).unwrap_or_default();
        assert_eq!(what, "", "was waited for in vain at {at}");
    }

    pub async fn click(&self, css: &str) {
        let found = self
            .client
            .wait()
            .at_most(Duration::from_secs(10))
            .for_element(Locator::Css(css))
            .await;
        found.unwrap_or_else(|e| absent(css, &e)).click().await.expect("a click");
    }

    /// A click of the mouse at a place that a script gives as `[x, y]` of the window.
    pub async fn click_at(&self, script: &str) {
        use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
        let at = self.run(script).await;
        let [x, y] = [0, 1].map(|n| at[n].as_f64().unwrap_or(0.0).round());
        let moved = PointerAction::MoveTo { duration: Some(Duration::from_millis(60)), x, y };
        let mouse = MouseActions::new("mouse".to_owned())
            .then(moved)
            .then(PointerAction::Pause { duration: Duration::from_millis(120) })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await.expect("a click");
    }

    pub async fn write(&self, css: &str, text: &str) {
        let found = self.client.find(Locator::Css(css)).await;
        found.unwrap_or_else(|e| absent(css, &e)).send_keys(text).await.expect("written");
    }

    /// Presses keys where the keyboard is.
    pub async fn press(&self, keys: &str) {
        // A page that comes between asking for the element and writing to it makes it stale: nothing was pressed then.
        for left in (0..3).rev() {
            let here = self.client.active_element().await.expect("an element");
            match here.send_keys(keys).await {
                Ok(()) => return,
                Err(e) if left > 0 && e.is_stale_element_reference() => {}
                other => other.expect("pressed"),
            }
        }
    }

    /// Keeps a picture of the window under `target/screenshots`.
    pub async fn picture(&self, name: &str) {
        let folder = super::root().join("target/screenshots");
        std::fs::create_dir_all(&folder).expect("a folder");
        let png = self.client.screenshot().await.expect("a picture");
        std::fs::write(folder.join(format!("{name}.png")), png).expect("kept");
    }

    /// What axe finds of grave and serious faults of access; none where axe is not there, which is said.
    pub async fn axe(&self) -> Vec<String> {
        let path = super::root().join("crates/mizan-web/assets/node_modules/axe-core/axe.min.js");
        let Ok(axe) = std::fs::read_to_string(path) else {
            let required = std::env::var("MIZAN_REQUIRE_BROWSER").is_ok_and(|v| v == "1");
            assert!(!required, "axe-core is not installed: npm ci in crates/mizan-web/assets");
            eprintln!("axe-core is not installed, so access was not checked");
            return Vec::new();
        };
        self.client.execute(&axe, Vec::new()).await.expect("axe");
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical')
              .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' — ' + n.failureSummary.slice(0, 200)).join(' | '))),
              e => done(['axe broke: ' + e]));";
        let found = self.client.execute_async(script, Vec::new()).await.expect("axe");
        found
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|v| v.as_str().map(str::to_owned))
            .collect()
    }

    pub async fn close(self) {
        let _ = self.client.clone().close().await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A test that failed leaves no browser behind: the driver ends it.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn which(name: &str) -> String {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths).map(|p| p.join(name)).find(|p| p.is_file());
    found.unwrap_or_else(|| PathBuf::from(name)).display().to_string()
}

fn hyper_util_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

#[allow(clippy::panic)]
fn unreachable_driver(e: Option<&fantoccini::error::NewSessionError>) -> Browser {
    panic!("chromedriver gave no session: {e:?}")
}

#[allow(clippy::panic)]
fn absent<T>(css: &str, e: &fantoccini::error::CmdError) -> T {
    panic!("{css} is not on the page: {e}")
}
