//! Books that nobody was ever let in to have no door yet: the host makes a first key and a first user, and tells their secrets once.

use crate::identity::{By, Issued, Kind, NewKey, NewUser, Presented, Role, Shown, Start, password};
use crate::{Store, StoreError};

/// What is told, where anything is.
pub(crate) struct First {
    /// The key; nothing where the operator has brought it.
    key: Option<Shown>,
    /// The user's password, for one sign-in.
    password: Shown,
}

/// The first user's name.
const USER: &str = "admin";

impl First {
    /// Tells it, this once.
    pub(crate) fn tell(&self) {
        if let Some(key) = &self.key {
            println!("key       {}  (shown once; the role `admin` in the tenant `main`)", key.reveal());
        }
        println!("user      {USER}, with the password {} for one sign-in", self.password.reveal());
    }
}

/// Lets somebody in, where nobody was. `brought`: a key that the operator has made, to be the first one.
pub(crate) fn start(store: &Store, brought: Option<&str>) -> Result<Option<First>, StoreError> {
    if store.entered()? {
        return Ok(None);
    }
    let unavailable = |why: String| StoreError::Unavailable(why);
    let (key, told) = match brought {
        Some(text) => {
            let shown = Presented::read(text).filter(|shown| shown.kind == Kind::Key);
            let shown =
                shown.ok_or_else(|| unavailable("the first key is not one: `counterfoil key` makes one".into()))?;
            let (name, role) = ("the first".to_owned(), Role::Admin);
            (NewKey { id: shown.id, hash: shown.hash, name, role, ends_at: None }, None)
        }
        None => {
            let issued = Issued::new(Kind::Key).map_err(|error| unavailable(error.to_string()))?;
            (NewKey::of(&issued, "the first".into(), Role::Admin, None), Some(issued.secret))
        }
    };
    let temporary = password::temporary().map_err(|error| unavailable(error.to_string()))?;
    let hashed = password::hash(temporary.reveal()).map_err(|error| unavailable(error.to_string()))?;
    let user = NewUser { name: USER.into(), role: Role::Admin, password: hashed };
    let at_ms = jiff::Timestamp::now().as_millisecond();
    let by = By { who: "host".into(), at_ms, request: "start".into() };
    let begun = store.start(Start { key, user }, by)?;
    Ok(begun.then_some(First { key: told, password: temporary }))
}
