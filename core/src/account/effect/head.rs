//! What every effect says: its id, what it follows from, the balance, the rule, and where its notice goes.

/// An effect of its own: that, and its fields.
macro_rules! effect {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Encode)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Derives from the event.
            pub id: String,
            /// The event it follows from.
            pub event: Id,
            /// When that happened.
            pub time: Instant,
            $($(#[$field_meta])* pub $field: $kind,)*
            /// The balance at that moment.
            pub balance: Money,
            /// The rule that decided it.
            pub rule: Rule,
            /// Where the notice goes.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub to: Vec<Address>,
        }
    };
}
pub(super) use effect;

/// An effect made of a notice that says all that every effect says (`Working::notice`), and of its fields.
macro_rules! told {
    ($notice:expr, $kind:ident { $($field:ident $(: $value:expr)?),* $(,)? }) => {{
        let notice = $notice;
        $kind {
            id: notice.id,
            event: notice.event,
            time: notice.time,
            $($field $(: $value)?,)*
            balance: notice.balance,
            rule: notice.rule,
            to: notice.to,
        }
    }};
}
pub(in crate::account) use told;
