//! Mail, to a real server: one to each address, in the tenant's words, again until it is taken, and never a header more.

use crate::place::Place;
use crate::world::{Host, a_while, by, deliveries, main_books, open, post, store, until};
use counterfoil::outbox::Pace;
use counterfoil::outbox::mail::Mailer;
use counterfoil::{Books, Clock, MailSetting, Template};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A mail server: what it took is told a line each, in JSON.
struct Sink {
    child: Child,
    port: u16,
    taken: Arc<Mutex<Vec<Value>>>,
}

/// `later@` is taken the second time, `never@` is not.
const SINK: &str = r#"
import asyncio, email, email.policy, json
from aiosmtpd.smtp import SMTP

class Sink:
    def __init__(self):
        self.asked = 0
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never@"):
            return "550 5.1.1 nobody of that name"
        if address.startswith("later@"):
            self.asked += 1
            if self.asked == 1:
                return "451 4.3.0 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "headers": [[k, str(v)] for k, v in mail.items()],
                          "text": parts.get("text/plain"), "html": parts.get("text/html")}), flush=True)
        return "250 taken"

async def main():
    sink = Sink()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(sink), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"#;

impl Sink {
    fn start() -> Self {
        let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/.venv/bin/python");
        let mut child = Command::new(python).args(["-c", SINK]).stdout(Stdio::piped()).spawn().expect("Python runs");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let port = lines.next().expect("a line").expect("a line").parse().expect("a port");
        let taken: Arc<Mutex<Vec<Value>>> = Arc::default();
        let kept = Arc::clone(&taken);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                kept.lock().expect("a list").push(serde_json::from_str(&line).expect("JSON"));
            }
        });
        Self { child, port, taken }
    }

    fn taken(&self) -> Vec<Value> {
        self.taken.lock().expect("a list").clone()
    }

    fn mailer(&self) -> Mailer {
        let server = format!("smtp://127.0.0.1:{}", self.port);
        Mailer::new(Some(&server), "Billing <billing@host.example>", "en").expect("a mailer")
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn header(mail: &Value, name: &str) -> String {
    let all = mail["headers"].as_array().expect("headers");
    let mut found =
        all.iter().filter(|header| header[0].as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)));
    let value = found.next().map(|header| header[1].as_str().expect("a text").to_owned()).unwrap_or_default();
    assert!(found.next().is_none(), "{name} stands twice");
    value
}

fn account(books: &Books, id: &str, addresses: &[&str]) {
    open(books, id, "10", &json!({"addresses": addresses, "alerts": ["5"]}));
}

/// 6 of 10 are used: the threshold of 5 is crossed.
fn cross(books: &Books, id: &str) {
    let usage = json!({"type": "usage", "id": "u", "time": "2026-01-02T00:00:00Z", "product": "call", "quantity": "6", "unit": "minute"});
    post(books, id, usage);
}

#[test]
fn each_address_has_one_mail() {
    let (place, sink, clock) = (Place::sqlite(), Sink::start(), Clock::default());
    let store = store(&place);
    let books = main_books(&store);
    // Nobody carries mail yet when it is topped up.
    account(&books, "a", &["one@owner.example", "later@owner.example", "never@owner.example"]);
    let host = Host::with(&store, &clock, Some(sink.mailer()), Pace::default());
    cross(&books, "a");
    until("the first tries", || deliveries(&books, None).iter().filter(|of| of.attempts == 1).count() == 3);
    let of = |state: &str| -> Vec<String> { deliveries(&books, Some(state)).into_iter().map(|of| of.part).collect() };
    assert_eq!(
        (of("sent"), of("waiting"), of("dead")),
        (
            vec!["one@owner.example".to_owned()],
            vec!["later@owner.example".to_owned()],
            vec!["never@owner.example".to_owned()]
        )
    );
    host.put_forward(Duration::from_secs(6));
    until("the second", || of("sent").len() == 2);
    a_while();
    let mut taken = sink.taken();
    assert_eq!(taken.len(), 2, "{taken:?}");
    taken.sort_by_key(|mail| mail["to"].to_string());
    let [later, one] = [&taken[0], &taken[1]];
    assert_eq!((&later["to"], &one["to"]), (&json!(["later@owner.example"]), &json!(["one@owner.example"])));
    assert_eq!(header(one, "subject"), "Your balance is below 5.00 USD");
    assert_eq!(header(one, "from"), "Billing <billing@host.example>");
    assert!(one["text"].as_str().expect("a text").contains("It is now 4.00 USD."), "{one}");
    assert!(one["html"].as_str().expect("HTML").contains("<p"), "{one}");
    assert_eq!(header(one, "auto-submitted"), "auto-generated");
    let id = deliveries(&books, None).remove(0).event;
    assert_eq!(header(one, "counterfoil-event"), id);
    assert!(
        header(one, "message-id").starts_with(&format!("<{id}."))
            && header(one, "message-id") != header(later, "message-id")
    );
    // The same once more has the same id.
    let sent = deliveries(&books, Some("sent")).into_iter().find(|of| of.part.starts_with("one@")).expect("it");
    books.redeliver(sent.number, clock.now_ms()).expect("it");
    until("it again", || sink.taken().len() == 3);
    assert_eq!(header(&sink.taken()[2], "message-id"), header(one, "message-id"));
}

#[test]
fn a_tenant_words_its_mail_and_no_word_is_a_header() {
    let (place, sink) = (Place::sqlite(), Sink::start());
    let store = store(&place);
    let books = main_books(&store);
    let sender = Some("Bücher & Söhne\r\nBcc: all@evil.example".to_owned());
    let reply_to = Some("help@acme.example".to_owned());
    books.put_mail_setting(MailSetting { language: "de".into(), sender, reply_to }).expect("kept");
    let template = Template {
        event_type: "balance.alert".into(),
        language: "de".into(),
        subject: "Nur noch {{ data.balance | money }}\r\nBcc: all@evil.example\n\nX".into(),
        plain: "Konto {{ account }}: {{ data.threshold | money }}".into(),
        html: Some("<b>{{ account }}</b>".into()),
    };
    books.put_template(template, by()).expect("kept");
    account(&books, "a", &["owner@owner.example"]);
    let _host = Host::with(&store, &Clock::default(), Some(sink.mailer()), Pace::default());
    cross(&books, "a");
    until("it", || sink.taken().len() == 1);
    let mail = sink.taken().remove(0);
    assert_eq!(mail["to"], json!(["owner@owner.example"]));
    assert_eq!(header(&mail, "bcc"), "");
    assert!(header(&mail, "subject").starts_with("Nur noch 4,00 USD"), "{mail}");
    assert!(header(&mail, "from").contains("billing@host.example"), "{mail}");
    assert_eq!(header(&mail, "reply-to"), "help@acme.example");
    assert_eq!(
        (mail["text"].as_str().map(str::trim), mail["html"].as_str().map(str::trim)),
        (Some("Konto a: 5,00 USD"), Some("<b>a</b>"))
    );
}

#[test]
fn what_is_no_mail_server_is_told_without_its_password() {
    let told = |server: &str, from: &str, language: &str| {
        Mailer::new(Some(server), from, language).map(drop).unwrap_err().to_string()
    };
    let good = ("smtp://u:secret@mail.example:587", "a@b.example", "en");
    assert!(Mailer::new(Some(good.0), good.1, good.2).is_ok());
    for (server, from, language) in
        [("http://u:secret@mail.example", good.1, good.2), (good.0, "nobody", good.2), (good.0, good.1, "fr")]
    {
        assert!(!told(server, from, language).contains("secret"));
    }
}
