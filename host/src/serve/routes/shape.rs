//! What a body looks like, by the name of its type.

/// The types are Rust's: those of the contract, and those of this host (`serve/openapi`).
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A type of the contract, by its name there.
    Contract(&'static str),
    /// A type of this host.
    Host(&'static str),
    /// The call of a verb without what the account brings itself.
    Call(&'static str, &'static [&'static str]),
    /// The answer of a verb in its envelope.
    Answer(&'static str),
    /// The answer of any verb.
    AnyAnswer,
    /// A page of such items.
    Page(&'static Shape),
    /// Such items, all of them.
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
}
