//! What a body looks like, by the name of its type.

/// What the account brings to a call itself.
pub(crate) const KEPT: [&str; 3] = ["rulebook", "state", "open"];

/// The types are Rust's: those of the contract, and those of this host (`serve/openapi`).
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A type of the contract, by its name there.
    Contract(&'static str),
    /// A type of this host.
    Host(&'static str),
    /// The call of a verb without what the account brings itself.
    Call(&'static str),
    /// The answer of a verb in its envelope.
    Answer(&'static str),
    /// The answer of any verb.
    AnyAnswer,
    /// A page of such items.
    Page(&'static Shape),
    /// A list of such items.
    Every(&'static Shape),
    /// Such items, all of them, in a field.
    List(&'static Shape),
    /// The fields of an event of this type that the address does not say; `id` and `time` may be left out.
    Event(&'static str),
    /// An effect of this type.
    Effect(&'static str),
    /// One part of the settings, with the `id` and `time` of its event.
    Setting(&'static str),
    /// An object of whatever is asked.
    Object,
    /// A text.
    Text,
    /// A text that is a file of its own.
    File,
    /// This description.
    Document,
    /// Bytes.
    Bytes,
    /// No body.
    Nothing,
}

impl Shape {
    /// Is an answer of this shape told with its route? Files are not.
    pub(crate) const fn is_told(self) -> bool {
        !matches!(self, Self::Bytes | Self::Document | Self::File | Self::Nothing)
    }
}
