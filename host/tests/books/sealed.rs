//! Secrets that are sealed by a key of before are sealed by the one of now, all of them, and stay what they are.

use crate::conformance::store;
use crate::place::{Place, on_both};
use counterfoil::NewOutlet;
use counterfoil::identity::By;
use counterfoil::outbox::{Sealing, Secret};

on_both! {
    what_is_sealed_is_sealed_by_the_key_of_now,
}

fn by() -> By {
    By { who: "test".into(), at_ms: 0, request: "r".into() }
}

fn keys(digits: &[&str]) -> Sealing {
    let keys: Vec<String> = digits.iter().map(|digit| digit.repeat(32)).collect();
    Sealing::by(&keys.join(",")).expect("keys")
}

fn what_is_sealed_is_sealed_by_the_key_of_now(place: &Place) {
    let (old, both, new) = (keys(&["0a"]), keys(&["0b", "0a"]), keys(&["0b"]));
    let (store, books) = store(place);
    let secrets: Vec<Secret> = (0..3).map(|_| Secret::new().expect("randomness")).collect();
    let shop = |id: &str| NewOutlet {
        id: id.into(),
        url: "https://acme.example".into(),
        description: String::new(),
        types: Vec::new(),
        accounts: Vec::new(),
        enabled: true,
    };
    let seal = |sealing: &Sealing, secret: &Secret, id: &str| {
        sealing.seal(secret, &format!("1/webhook/{id}")).expect("sealed")
    };
    books.put_webhook(shop("a"), seal(&old, &secrets[0], "a"), by()).expect("a webhook");
    books.rotate_webhook("a".into(), seal(&old, &secrets[1], "a"), i64::MAX).expect("rotated");
    // One that was kept before there was a key, and one of a key that nobody has any more.
    books.put_webhook(shop("open"), seal(&Sealing::default(), &secrets[2], "open"), by()).expect("a webhook");
    books.put_webhook(shop("lost"), seal(&keys(&["0c"]), &secrets[2], "lost"), by()).expect("a webhook");
    let kept =
        |column: &str, id: &str| place.lines(&format!("SELECT {column} FROM outlet WHERE id = '{id}'")).remove(0);
    let lost = kept("secret", "lost");

    let told = store.reseal(&both, || {}).expect("the books");
    assert_eq!((told.fresh, told.resealed, &*told.unreadable), (0, 3, &["1/webhook/lost".to_owned()][..]));
    let read = |column: &str, id: &str| new.unseal(&kept(column, id), &format!("1/webhook/{id}"));
    assert_eq!((read("secret", "a").as_ref(), read("former", "a").as_ref()), (Ok(&secrets[1]), Ok(&secrets[0])));
    assert_eq!((read("secret", "open").as_ref(), kept("secret", "lost")), (Ok(&secrets[2]), lost));
    assert!(!kept("secret", "open").starts_with("open:"));

    // Again there is nothing to do, and the key of before is needed no more.
    let before = kept("secret", "a");
    let told = store.reseal(&new, || {}).expect("the books");
    assert_eq!((told.fresh, told.resealed, told.unreadable.len()), (3, 0, 1));
    assert_eq!(kept("secret", "a"), before);
}
