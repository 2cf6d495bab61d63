//! Who may pass, as it is kept.

use crate::conformance::{account, store};
use crate::place::{Place, engine, on_both};
use counterfoil::identity::{
    Action, By, Candidate, Hash, Issued, Kind, NewKey, NewToken, NewUser, Person, Proof, Role, Scope, Standing, Start,
    recovery,
};
use counterfoil::{Books, Store, StoreError};
use std::sync::Barrier;

on_both! {
    somebody_is_let_in_first_and_once,
    a_key_is_known_until_it_ends,
    a_successor_takes_over,
    what_a_key_has_given_out_ends_with_it,
    tenants_do_not_meet,
    a_hundred_guesses_at_once_are_five,
    a_temporary_password_opens_once,
    a_step_and_a_recovery_code_open_once,
    a_new_password_ends_what_was_open,
    whoever_is_put_out_has_nothing_open,
    the_log_has_each_change_and_stays,
    no_secret_is_kept,
}

const NOW: i64 = 1_767_571_200;

fn by(second: i64) -> By {
    By { who: "test".into(), at_ms: second * 1000, request: "r".into() }
}

fn issued(kind: Kind) -> Issued {
    Issued::new(kind).expect("randomness")
}

fn key(role: Role) -> NewKey {
    NewKey::of(&issued(Kind::Key), "a key".into(), role, None)
}

fn user(name: &str) -> NewUser {
    // What is kept of a password is nothing to the books.
    NewUser { name: name.into(), role: Role::Admin, password: format!("{name}'s first") }
}

fn person(books: &Books, name: &str, now: i64) -> Person {
    match books.begin_sign_in(name.into(), now).expect("the books") {
        Candidate::Person(person) => *person,
        Candidate::Nobody => panic!("{name} is not taken"),
    }
}

fn session() -> (String, Hash) {
    let session = issued(Kind::Session);
    (session.id, session.hash)
}

fn second_tenant(store: &Store) -> Books {
    let tenant = store.make_tenant("second".into(), key(Role::Admin), by(NOW)).expect("a tenant");
    let again = store.make_tenant("second".into(), key(Role::Admin), by(NOW));
    assert!(matches!(again, Err(StoreError::Taken { what: "tenant", .. })), "{again:?}");
    store.books(tenant)
}

/// All that is done at one moment, by so many.
fn at_once<T: Send>(many: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(many);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..many)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    work()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    })
}

fn somebody_is_let_in_first_and_once(place: &Place) {
    let (store, books) = store(place);
    let start = || store.start(Start { key: key(Role::Admin), user: user("admin") }, by(NOW)).expect("the books");
    assert_eq!(at_once(8, start).into_iter().filter(|first| *first).count(), 1);
    assert_eq!(books.keys(0, 10).expect("keys").data.len(), 1);
    let users = books.users(0, 10).expect("users").data;
    assert_eq!(
        (users.len(), users[0].standing, users[0].temporary_until),
        (1, Standing::Temporary, Some(NOW + 259_200))
    );
    // An operator of the host alone lets nobody into the books.
    store.add_operator(key(Role::Operator), by(NOW)).expect("a key");
    assert_eq!(books.keys(0, 10).expect("keys").data.len(), 1);
}

fn a_key_is_known_until_it_ends(place: &Place) {
    let (store, books) = store(place);
    let mut made = Vec::new();
    for number in 0..5 {
        let new = key(Role::Ingest);
        made.push(new.id.clone());
        let kept = books.add_key(NewKey { ends_at: (number == 0).then_some(NOW + 60), ..new }, by(NOW)).expect("a key");
        assert_eq!((kept.role, kept.made_at, kept.made_by.as_str(), kept.used_at), (Role::Ingest, NOW, "test", None));
    }
    let known = store.known_key(&made[0]).expect("the books").expect("the key");
    assert_eq!((known.tenant, known.role, known.ends_at), (Some(books.tenant()), Role::Ingest, Some(NOW + 60)));
    assert!(store.known_key("000000000000").expect("the books").is_none());
    // In pieces, each once.
    let (mut after, mut listed) = (0, Vec::new());
    loop {
        let piece = books.keys(after, 2).expect("keys");
        listed.extend(piece.data.into_iter().map(|key| key.id));
        let Some(next) = piece.next else { break };
        after = next;
    }
    assert_eq!(listed, made);
    store.note_key(made[1].clone(), NOW + 9).expect("noted");
    store.note_key(made[1].clone(), NOW + 5).expect("noted");
    assert_eq!(store.known_key(&made[1]).expect("the books").expect("the key").used_at, Some(NOW + 9));
    let ended = books.end_key(made[1].clone(), by(NOW + 10)).expect("ended");
    assert_eq!(ended.ends_at, Some(NOW + 10));
    let again = books.end_key(made[1].clone(), by(NOW + 20)).expect("ended");
    assert_eq!(again.ends_at, Some(NOW + 10), "what has ended stays so");
    assert!(matches!(books.end_key("000000000000".into(), by(NOW)), Err(StoreError::NotFound("key"))));
}

fn a_successor_takes_over(place: &Place) {
    let (_, books) = store(place);
    let old = books.add_key(key(Role::Finance), by(NOW)).expect("a key");
    let next = || {
        let issued = issued(Kind::Key);
        books.rotate_key(old.id.clone(), (issued.id, issued.hash), 3_600, by(NOW + 5))
    };
    // Of those who rotate it at one moment one does.
    let rotated: Vec<_> = at_once(6, next).into_iter().flatten().collect();
    let [successor] = &rotated[..] else { panic!("{} successors", rotated.len()) };
    assert_eq!((successor.role, successor.name.as_str(), successor.ends_at), (Role::Finance, "a key", None));
    let keys = books.keys(0, 10).expect("keys").data;
    assert_eq!(keys.len(), 2);
    assert_eq!((keys[0].ends_at, keys[0].successor.as_ref()), (Some(NOW + 3_605), Some(&successor.id)));
}

fn token(account: &str, ends_at: i64) -> NewToken {
    let issued = issued(Kind::Customer);
    let opens = Scope { id: issued.id, account: account.into(), settings: vec!["alerts".into(), "recharge".into()] };
    NewToken { opens, hash: issued.hash, ends_at }
}

fn what_a_key_has_given_out_ends_with_it(place: &Place) {
    let (store, books) = store(place);
    let key = books.add_key(key(Role::Support), by(NOW)).expect("a key");
    let of_key = By { who: format!("key:{}", key.id), ..by(NOW) };
    let (one, other) = (token("a", NOW + 600), token("a", NOW + 600));
    books.add_token(one.clone(), of_key.clone()).expect("a token");
    books.add_token(other.clone(), by(NOW)).expect("a token");
    let known = store.known_token(&one.opens.id).expect("the books").expect("the token");
    assert_eq!(
        (known.tenant, known.opens, known.hash, known.ends_at),
        (books.tenant(), one.opens.clone(), one.hash, NOW + 600)
    );
    assert!(matches!(books.add_token(token("b", NOW + 600), of_key), Err(StoreError::NotFound("account"))));
    books.end_key(key.id, by(NOW + 1)).expect("ended");
    assert!(store.known_token(&one.opens.id).expect("the books").is_none());
    assert!(store.known_token(&other.opens.id).expect("the books").is_some());
}

/// Whatever is told of one tenant's is not there for another.
fn tenants_do_not_meet(place: &Place) {
    let (store, books) = store(place);
    let second = second_tenant(&store);
    let key = books.add_key(key(Role::Read), by(NOW)).expect("a key");
    books.add_user(user("ada"), by(NOW)).expect("a user");
    second.add_user(user("ada"), by(NOW)).expect("one of the same name");
    assert!(matches!(books.add_user(user("ada"), by(NOW)), Err(StoreError::Taken { what: "user", .. })));
    books.add_user(user("bob"), by(NOW)).expect("a user");
    let of = |id: &str| (id.to_owned(), issued(Kind::Key).hash);
    assert!(matches!(second.end_key(key.id.clone(), by(NOW)), Err(StoreError::NotFound("key"))));
    assert!(matches!(second.rotate_key(key.id.clone(), of("n"), 0, by(NOW)), Err(StoreError::NotFound("key"))));
    assert!(matches!(second.reset_user("bob".into(), "x".into(), by(NOW)), Err(StoreError::NotFound("user"))));
    assert!(matches!(second.allow_user("bob".into(), false, by(NOW)), Err(StoreError::NotFound("user"))));
    assert!(matches!(second.begin_sign_in("bob".into(), NOW), Ok(Candidate::Nobody)));
    assert!(matches!(second.add_token(token("a", NOW + 60), by(NOW)), Err(StoreError::NotFound("account"))));
    account(&second, "a");
    second.add_token(token("a", NOW + 60), by(NOW)).expect("of its own account");
    assert!(second.keys(0, 10).expect("keys").data.iter().all(|listed| listed.id != key.id));
    assert_eq!(second.users(0, 10).expect("users").data.len(), 1);
    let log = second.log(None, 50).expect("the log").data;
    assert!(log.iter().all(|line| !line.subject.contains(&key.id) && line.subject != "user:bob"), "{log:?}");
    assert_eq!(store.log(None, 50).expect("the host's").data.len(), 1, "of the tenant alone");
    assert_eq!(store.tenants(0, 10).expect("tenants").data, ["main", "second"]);
}

fn a_hundred_guesses_at_once_are_five(place: &Place) {
    let (_, books) = store(place);
    books.add_user(user("ada"), by(NOW)).expect("a user");
    let guess = || matches!(books.begin_sign_in("ada".into(), NOW), Ok(Candidate::Person(_)));
    let looked_at = at_once(20, || (0..5).filter(|_| guess()).count()).into_iter().sum::<usize>();
    assert!((1..=5).contains(&looked_at), "{looked_at}");
    while guess() {}
    let at = |second| matches!(books.begin_sign_in("ada".into(), second), Ok(Candidate::Person(_)));
    assert!(!at(NOW + 59) && at(NOW + 60) && !at(NOW + 179) && at(NOW + 180));
    // Whoever gets in begins anew.
    let ada = person(&books, "ada", NOW + 500);
    assert!(books.sign_in(ada, Proof::default(), session(), by(NOW + 500)).expect("the books"));
    assert!(matches!(books.begin_sign_in("nobody".into(), NOW), Ok(Candidate::Nobody)));
}

fn a_temporary_password_opens_once(place: &Place) {
    let (store, books) = store(place);
    books.add_user(user("ada"), by(NOW)).expect("a user");
    let (one, other) = (person(&books, "ada", NOW), person(&books, "ada", NOW));
    let first = session();
    assert!(books.sign_in(one, Proof::default(), first.clone(), by(NOW)).expect("the books"));
    assert!(!books.sign_in(other, Proof::default(), session(), by(NOW)).expect("the books"), "it was used meanwhile");
    assert!(matches!(books.begin_sign_in("ada".into(), NOW), Ok(Candidate::Nobody)), "it was used");
    let known = store.known_session(&first.0).expect("the books").expect("the session");
    assert!(known.must_change);
    let Candidate::Person(ada) = books.ask_again(known.user, NOW).expect("the books") else { panic!("ada is there") };
    let own = session();
    assert!(books.change_password(*ada, "own".into(), own.clone(), by(NOW)).expect("the books"));
    assert!(!store.known_session(&own.0).expect("the books").expect("the session").must_change);
    assert!(store.known_session(&first.0).expect("the books").is_none());
    // Not for ever, where nobody comes.
    books.add_user(user("bob"), by(NOW)).expect("a user");
    assert!(matches!(books.begin_sign_in("bob".into(), NOW + 259_200), Ok(Candidate::Nobody)));
    books.reset_user("bob".into(), "again".into(), by(NOW + 259_200)).expect("a user");
    assert_eq!(person(&books, "bob", NOW + 259_201).password, "again");
}

/// A user `ada` with a password of her own.
fn ada(books: &Books) {
    books.add_user(user("ada"), by(NOW)).expect("a user");
    let changed = books.change_password(person(books, "ada", NOW), "own".into(), session(), by(NOW));
    assert!(changed.expect("the books"));
}

fn a_step_and_a_recovery_code_open_once(place: &Place) {
    let (_, books) = store(place);
    ada(&books);
    let codes: Vec<Hash> = recovery::codes().expect("randomness").into_iter().map(|(_, hash)| hash).collect();
    books.offer_totp(&person(&books, "ada", NOW), "SEED".into()).expect("offered");
    let offered = person(&books, "ada", NOW);
    assert_eq!((offered.seed.as_deref(), offered.pending_seed.as_deref()), (None, Some("SEED")));
    assert!(!books.take_totp(offered.clone(), "OTHER".into(), 7, codes.clone(), by(NOW)).expect("the books"));
    assert!(books.take_totp(offered, "SEED".into(), 7, codes.clone(), by(NOW)).expect("the books"));
    let times = |proof: Proof| {
        let ada = person(&books, "ada", NOW);
        assert_eq!((ada.seed.as_deref(), ada.last_step.is_some()), (Some("SEED"), true));
        let open = || books.sign_in(ada.clone(), proof.clone(), session(), by(NOW)).expect("the books");
        at_once(6, open).into_iter().filter(|opened| *opened).count()
    };
    let step = |step| Proof { step: Some(step), ..Proof::default() };
    assert_eq!((times(step(8)), times(step(8)), times(step(7)), times(step(9))), (1, 0, 0, 1));
    let code = |code: Hash| Proof { code: Some(code), ..Proof::default() };
    assert_eq!((times(code(codes[3])), times(code(codes[3])), times(code(codes[4]))), (1, 0, 1));
    assert_eq!(person(&books, "ada", NOW).codes.len(), recovery::CODES - 2);
    books.drop_totp(person(&books, "ada", NOW), by(NOW)).expect("dropped");
    let bare = person(&books, "ada", NOW);
    assert_eq!((bare.seed, bare.last_step, bare.codes.len()), (None, None, 0));
}

fn a_new_password_ends_what_was_open(place: &Place) {
    let (store, books) = store(place);
    ada(&books);
    let open: Vec<_> = (0..3).map(|_| session()).collect();
    for session in &open {
        let ada = person(&books, "ada", NOW);
        assert!(books.sign_in(ada, Proof::default(), session.clone(), by(NOW)).expect("the books"));
    }
    store.note_session(open[0].0.clone(), NOW + 90).expect("noted");
    let known = store.known_session(&open[0].0).expect("the books").expect("the session");
    assert_eq!((known.times.made_at, known.times.seen_at, known.hash), (NOW, NOW + 90, open[0].1));
    let old = person(&books, "ada", NOW);
    assert!(books.change_password(old.clone(), "newer".into(), session(), by(NOW)).expect("the books"));
    assert!(open.iter().all(|session| store.known_session(&session.0).expect("the books").is_none()));
    let late = books.change_password(old.clone(), "newest".into(), session(), by(NOW));
    assert!(!late.expect("the books"), "the old one is another by now");
    assert!(!books.sign_in(old, Proof::default(), session(), by(NOW)).expect("the books"));
}

fn whoever_is_put_out_has_nothing_open(place: &Place) {
    let (store, books) = store(place);
    ada(&books);
    let open = session();
    assert!(books.sign_in(person(&books, "ada", NOW), Proof::default(), open.clone(), by(NOW)).expect("the books"));
    let given = token("a", NOW + 600);
    books.add_token(given.clone(), By { who: "user:ada".into(), ..by(NOW) }).expect("a token");
    let late = person(&books, "ada", NOW);
    assert!(books.allow_user("ada".into(), false, by(NOW)).expect("a user").disabled);
    assert!(store.known_session(&open.0).expect("the books").is_none());
    assert!(store.known_token(&given.opens.id).expect("the books").is_none());
    assert!(!books.sign_in(late, Proof::default(), session(), by(NOW)).expect("the books"), "she is out meanwhile");
    assert!(matches!(books.begin_sign_in("ada".into(), NOW), Ok(Candidate::Nobody)));
    assert!(!books.allow_user("ada".into(), true, by(NOW)).expect("a user").disabled);
    let again = session();
    assert!(books.sign_in(person(&books, "ada", NOW), Proof::default(), again.clone(), by(NOW)).expect("the books"));
    books.sign_out(again.0.clone(), by(NOW)).expect("out");
    assert!(store.known_session(&again.0).expect("the books").is_none());
}

fn the_log_has_each_change_and_stays(place: &Place) {
    let (_, books) = store(place);
    let made = books.add_key(key(Role::Read), by(NOW)).expect("a key");
    ada(&books);
    books.reset_user("ada".into(), "x".into(), by(NOW + 1)).expect("reset");
    books.log_refused(by(NOW + 2), Action::SignedIn, "user:ada".into(), "sign_in_refused").expect("logged");
    books.end_key(made.id.clone(), by(NOW + 3)).expect("ended");
    books.end_key(made.id.clone(), by(NOW + 4)).expect("ended");
    let first = books.log(None, 2).expect("the log");
    let rest = books.log(first.next, 50).expect("the log");
    assert_eq!(rest.next, None);
    let lines = first.data.iter().chain(&rest.data);
    let told: Vec<_> = lines.map(|line| format!("{} {} {}", line.action, line.subject, line.outcome)).collect();
    let key = format!("key:{}", made.id);
    let expected = [
        format!("key_revoked {key} done"),
        "signed_in user:ada sign_in_refused".into(),
        "user_reset user:ada done".into(),
        "password_changed user:ada done".into(),
        "user_made user:ada done".into(),
        format!("key_made {key} done"),
    ];
    assert_eq!(told, expected);
    assert_eq!(
        (first.data[0].at_ms, first.data[0].who.as_str(), first.data[0].request.as_str()),
        ((NOW + 3) * 1000, "test", "r")
    );
    for change in ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"] {
        let refused = place.run(change).expect_err("it stays");
        assert!(refused.contains("append-only"), "{refused}");
    }
}

/// Beneath the host's own care: what is of one tenant, or of the host alone, is not there for a session of another's.
#[test]
fn the_database_keeps_them_apart_itself() {
    let place = Place::postgres();
    let (store, books) = store(&place);
    second_tenant(&store);
    ada(&books);
    books.add_key(key(Role::Read), by(NOW)).expect("a key");
    store.add_operator(key(Role::Operator), by(NOW)).expect("a key");
    books.add_token(token("a", NOW + 60), by(NOW)).expect("a token");
    for (table, of_main) in [("api_key", 1), ("console_user", 1), ("session", 1), ("customer_token", 1), ("audit", 4)] {
        let seen = |tenant: &str| {
            let sql =
                format!("SET counterfoil.tenant = '{tenant}'; SELECT count(*), count(DISTINCT tenant) FROM {table}");
            place.as_owner(&sql).expect("a query")
        };
        assert_eq!(place.as_owner(&format!("SELECT count(*) FROM {table}")).expect("a query"), "0", "{table}");
        assert_eq!((seen("1"), seen("9")), (format!("{of_main}|1"), "0|0".into()), "{table}");
    }
}

/// A file from before there were keys is carried forward, and nobody is in it.
#[test]
fn a_file_from_before_keys_is_carried_forward() {
    let place = crate::file::of_schema(8, &crate::file::today());
    let store = place.open(engine());
    assert!(!store.entered().expect("the books"));
    assert!(store.start(Start { key: key(Role::Admin), user: user("admin") }, by(NOW)).expect("the books"));
    assert!(store.entered().expect("the books") && store.books(counterfoil::Tenant::MAIN).account("a").is_ok());
}

/// What is given out stands nowhere in the books.
fn no_secret_is_kept(place: &Place) {
    let (_, books) = store(place);
    let (key, given, open) = (issued(Kind::Key), issued(Kind::Customer), issued(Kind::Session));
    books.add_key(NewKey::of(&key, "k".into(), Role::Admin, None), by(NOW)).expect("a key");
    let opens = Scope { id: given.id, account: "a".into(), settings: Vec::new() };
    books.add_token(NewToken { opens, hash: given.hash, ends_at: NOW + 60 }, by(NOW)).expect("a token");
    ada(&books);
    let ada = person(&books, "ada", NOW);
    assert!(books.sign_in(ada, Proof::default(), (open.id, open.hash), by(NOW)).expect("the books"));
    let codes = recovery::codes().expect("randomness");
    books.offer_totp(&person(&books, "ada", NOW), "SEED".into()).expect("offered");
    let hashes = codes.iter().map(|(_, hash)| *hash).collect();
    assert!(books.take_totp(person(&books, "ada", NOW), "SEED".into(), 1, hashes, by(NOW)).expect("the books"));
    let tables = [
        ("api_key", "id || ' ' || name || ' ' || hash || ' ' || made_by"),
        ("customer_token", "id || ' ' || hash || ' ' || settings"),
        ("session", "id || ' ' || hash"),
        ("recovery_code", "hash"),
        ("audit", "who || ' ' || action || ' ' || subject || ' ' || outcome || ' ' || request"),
    ];
    let mut kept = String::new();
    for (table, columns) in tables {
        let lines = place.lines(&format!("SELECT {columns} FROM {table}"));
        assert!(!lines.is_empty(), "{table}");
        kept.push_str(&lines.join("\n"));
    }
    for secret in [&key.secret, &given.secret, &open.secret] {
        let secret = secret.reveal();
        assert!(!kept.contains(&secret[secret.len() - 43..]), "{kept}");
    }
    assert!(codes.iter().all(|(code, _)| !kept.contains(code.reveal())), "{kept}");
}
