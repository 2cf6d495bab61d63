//! What a decline says of the method: that it may work later, or that it never will. By Stripe's codes of cards and of bank debits:
//! <https://docs.stripe.com/declines/codes>, <https://docs.stripe.com/payments/ach-direct-debit/blocked-bank-accounts>.
//!
//! A hard decline is tried no more with the method; what nobody has put here is soft, as is whatever a payer or a bank can mend.

/// Codes after which the method is of no use any more.
const HARD: &[&str] = &[
    // The card is lost, stolen or taken in, or somebody else uses it.
    "lost_card",
    "stolen_card",
    "pickup_card",
    "fraudulent",
    "merchant_blacklist",
    "security_violation",
    "restricted_card",
    // There is no such card or account (any more).
    "account_closed",
    "bank_account_closed",
    "expired_card",
    "incorrect_number",
    "invalid_account",
    "invalid_account_number",
    "invalid_bank_account_iban",
    "invalid_number",
    "invalid_expiry_month",
    "invalid_expiry_year",
    "incorrect_account_holder_name",
    "incorrect_account_details",
    "no_account",
    "new_account_information_available",
    "payment_method_not_available",
    // It does not pay for such things, here, or ever.
    "card_not_supported",
    "currency_not_supported",
    "service_not_allowed",
    "transaction_not_allowed",
    // Its holder has taken back what allowed the charge.
    "debit_not_authorized",
    "revocation_of_all_authorizations",
    "revocation_of_authorization",
    "stop_payment_order",
    // A card of the test mode, or one that is none of it.
    "live_mode_test_card",
    "testmode_decline",
];

/// Is it hard?
pub(super) fn is_hard(code: &str) -> bool {
    HARD.contains(&code)
}

#[cfg(test)]
mod tests {
    use super::{HARD, is_hard};

    #[test]
    fn each_code_stands_once_and_what_can_be_mended_is_soft() {
        for (place, code) in HARD.iter().enumerate() {
            assert!(!HARD[..place].contains(code), "{code} stands twice");
        }
        for code in [
            "insufficient_funds",
            "processing_error",
            "do_not_honor",
            "generic_decline",
            "authentication_required",
            "card_velocity_exceeded",
            "issuer_not_available",
            "try_again_later",
            "what_nobody_knows",
            "",
        ] {
            assert!(!is_hard(code), "{code}");
        }
    }

    /// The page that people read has the same list.
    #[test]
    fn the_page_lists_the_hard_ones() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/payments.md");
        let page = std::fs::read_to_string(page).expect("a page");
        let listed: Vec<&str> = page
            .lines()
            .skip_while(|line| *line != "### Hard declines")
            .skip(1)
            .take_while(|line| !line.starts_with('#'))
            .flat_map(|line| line.split('`').skip(1).step_by(2))
            .collect();
        assert_eq!(listed, HARD);
    }
}
