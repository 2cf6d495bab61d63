//! A closed list of names, each with its sentence: the shape of the rule registry and the problem registry.
//! The list is the only place a name is written; code, case file, answer and reference page share it.

/// Declares such a list: `Variant = "name.in.the.contract": "what it says."`.
#[doc(hidden)]
#[macro_export]
macro_rules! __registry {
    ($(#[$meta:meta])* $list:ident { $($variant:ident = $name:literal : $summary:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $list { $(#[doc = $summary] $variant,)+ }

        impl $list {
            /// Every entry, in the order of this list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Every name, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name,)+];

            /// The entry of a name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|entry| entry.name() == name)
            }

            /// The name that the contract, the cases and the reference use.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it says, in a sentence.
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$variant => $summary,)+ }
            }
        }

        #[cfg(feature = "schema")]
        impl serde::Serialize for $list {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::as_json(self, serializer)
            }
        }

        impl $crate::wire::Encode for $list {
            fn encode(&self, writer: &mut $crate::wire::Writer) {
                writer.word(self.name());
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $list {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($list).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let names: alloc::vec::Vec<_> = Self::ALL.iter().map(|entry| entry.name()).collect();
                schemars::json_schema!({ "type": "string", "enum": names })
            }
        }
    };
}
pub use __registry as registry;
