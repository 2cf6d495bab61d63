//! A problem: the call is wrong. It has a stable code, a JSON Pointer, a sentence, and the next action.
//! A problem changes nothing. (A *decision* is an answer; a *trap* is our fault.)

use crate::registry::registry;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt::Write as _;
use core::ops::{Deref, DerefMut};

registry! {
    /// Every code a problem can carry. Shape problems come first and all at once, in document order; a call
    /// without one is then held against the rules, whose first refusal is told, in the order of this list.
    Code {
        UnknownVerb = "unknown_verb": "The contract has no such verb.",
        HandleNotOpen = "handle_not_open": "A handle names nothing that is open, or not what is needed.",
        JsonUtf8 = "json_utf8": "The call is not UTF-8.",
        JsonSyntax = "json_syntax": "The call is not one JSON value (RFC 8259).",
        JsonDepth = "json_depth": "Arrays and objects are nested deeper than 128.",
        TextControl = "text_control": "A text holds a control character, a bidirectional override or a byte order mark.",
        TextLength = "text_length": "A text is empty or longer than its bound.",
        DuplicateKey = "duplicate_key": "An object names the same key twice.",
        UnknownField = "unknown_field": "An object has a field that the contract does not know.",
        MissingField = "missing_field": "A field that must be there is not.",
        WrongType = "wrong_type": "A value is of another JSON type than the field.",
        UnknownWord = "unknown_word": "A word is none of those the field knows.",
        FractionalNumber = "fractional_number": "A JSON number has a fraction or an exponent; decimals travel as strings.",
        NumberRange = "number_range": "A whole number is outside its bounds.",
        DecimalGrammar = "decimal_grammar": "A decimal is not written as digits with at most one point.",
        DecimalDigits = "decimal_digits": "A decimal has more than 15 digits before or 12 after the point.",
        IdGrammar = "id_grammar": "An id is not 1 to 128 of A-Z a-z 0-9 _ . : -.",
        DigitsGrammar = "digits_grammar": "A telephone number or prefix is not 1 to 15 digits.",
        CurrencyUnknown = "currency_unknown": "A currency is not an ISO 4217 code with minor units.",
        CountryUnknown = "country_unknown": "A country is not an ISO 3166-1 alpha-2 code.",
        VatNumberFormat = "vat_number_format": "A VAT number has not the form of its country.",
        VatNumberCheck = "vat_number_check": "The check digits of a VAT number are wrong.",
        TimeGrammar = "time_grammar": "A time is not RFC 3339 with a zone, or a date is not YYYY-MM-DD.",
        TimeRange = "time_range": "A time is outside 2000 to 2199.",
        MonthGrammar = "month_grammar": "A month is not YYYY-MM.",
        UrlGrammar = "url_grammar": "An address is not an https URL.",
        CodeGrammar = "code_grammar": "A code is not six digits.",
        AddressGrammar = "address_grammar": "An address is not an e-mail address.",
        DimensionsTooMany = "dimensions_too_many": "A usage or rate has more than eight dimensions.",
        IbanGrammar = "iban_grammar": "An IBAN is not one, or its check digits are wrong.",
        TooManyProblems = "too_many_problems": "The call has more shape problems than are listed.",
        AmountNegative = "amount_negative": "An amount, price or quantity that cannot be negative is.",
        AmountZero = "amount_zero": "An amount that must be above zero is not.",
        AmountScale = "amount_scale": "An amount has more decimal places than its currency or ledger.",
        Overflow = "overflow": "A result needs more digits than an exact decimal has.",
        Inexact = "inexact": "A result would have to be rounded where no rule rounds.",
        DivisionByZero = "division_by_zero": "A division by zero.",
        ScaleClash = "scale_clash": "The ledger's scale is coarser than the currency's minor units or finer than 12.",
        NeverApplies = "never_applies": "A part of the rulebook can never apply.",
        RateDuplicate = "rate_duplicate": "Two rates have the same id.",
        RateAmbiguous = "rate_ambiguous": "Two rates answer for the same product and prefix.",
        RatePrice = "rate_price": "A rate has both a price and a model, or neither.",
        RatePlace = "rate_place": "A rate names a prefix and a country.",
        RatePeriod = "rate_period": "A rate ends before it begins.",
        RateGap = "rate_gap": "Between two versions of a rate no rate is in force.",
        RateMeter = "rate_meter": "A rate's meter, scope, model and commitments do not go together.",
        GroupClash = "group_clash": "Rates of one group have different models, units or meters.",
        TiersMissing = "tiers_missing": "A model has no tiers, steps, segments or parts.",
        TierOrder = "tier_order": "Bounds of tiers, steps or segments do not rise.",
        TierOpen = "tier_open": "The last tier or step has a bound, or another one has none.",
        TierEmpty = "tier_empty": "A tier has neither a price nor a flat amount.",
        TierBlock = "tier_block": "A tier has blocks but no price.",
        SegmentStart = "segment_start": "The first segment of a call does not begin at 0.",
        WindowUnknown = "window_unknown": "The rulebook has no such window.",
        WindowEmpty = "window_empty": "A window has no days or ends before it begins.",
        WindowOverlap = "window_overlap": "Two windows of different names hold one moment.",
        WindowUnused = "window_unused": "No rate names a window.",
        UnitSecond = "unit_second": "A call priced by windows of the week is not counted in seconds.",
        AllowanceDuplicate = "allowance_duplicate": "Two allowances have the same name.",
        AllowanceBound = "allowance_bound": "An allowance's quantity, fair use and rollover do not go together.",
        AllowanceUnused = "allowance_unused": "Nothing can use an allowance.",
        InvoiceSections = "invoice_sections": "Invoices or discounts need sections that the rulebook does not have.",
        DiscountDuplicate = "discount_duplicate": "Two discounts have the same name.",
        DiscountValue = "discount_value": "A discount is neither a percentage nor an amount, or never applies.",
        PlanDuplicate = "plan_duplicate": "Two plans have the same name.",
        PlanCycle = "plan_cycle": "A plan's cycles are of months and of days at once, or begin where they cannot.",
        UnitClash = "unit_clash": "Rates of one product are in different units.",
        ThresholdDuplicate = "threshold_duplicate": "A threshold stands in a list twice.",
        ThresholdsTooMany = "thresholds_too_many": "More own alert thresholds than the rulebook allows.",
        LadderOrder = "ladder_order": "The retry ladder is not strictly falling percentages from 0 to 100.",
        BoundsOrder = "bounds_order": "A minimum is above its maximum.",
        BillingMissing = "billing_missing": "Settlement on invoice needs billing periods, and the rulebook has none.",
        DayRange = "day_range": "A day of a month is not from 1 to 31.",
        ZoneOrder = "zone_order": "Offsets of a time zone are not in the order of their moments.",
        ZoneOffset = "zone_offset": "An offset of a time zone is not from -12 to 14 hours.",
        ZoneReach = "zone_reach": "The table of a time zone does not reach as far as it must.",
        SellerMissing = "seller_missing": "The rulebook taxes and names no seller.",
        TaxClassDuplicate = "tax_class_duplicate": "A tax class, or a product in tax classes, stands twice.",
        TaxClassUnknown = "tax_class_unknown": "A tax rate is for a class that there is not.",
        TaxRateDuplicate = "tax_rate_duplicate": "Two tax rates of one place, class and jurisdiction begin on one day.",
        TaxReason = "tax_reason": "A supply without tax does not say why as its category asks, or one with tax does.",
        PercentRange = "percent_range": "A percentage is above 100.",
        CouponDuplicate = "coupon_duplicate": "Two coupons have the same name.",
        RateMissing = "rate_missing": "No rate answers for this usage.",
        TaxNotOffered = "tax_not_offered": "The rulebook says nothing of tax.",
        TaxRateMissing = "tax_rate_missing": "No tax rate is in force for this place, class and day.",
        TaxRegionMissing = "tax_region_missing": "Tax rates of a country are by region, and the customer has none.",
        TaxRegistrationMissing = "tax_registration_missing": "The seller would charge tax of a country where it is not registered.",
        UnitMismatch = "unit_mismatch": "The usage is in another unit than its rate.",
        PartsTooMany = "parts_too_many": "A call passes through more prices and windows than can be told in parts.",
        UsageOffset = "usage_offset": "A usage goes on from a place of a call, and its rate prices no call by itself.",
        SizeScope = "size_scope": "A usage names a size, and its rate picks a tier by the period.",
        UsageReversal = "usage_reversal": "A usage takes back more than was counted, or what cannot be counted back.",
        OriginalMissing = "original_missing": "What is taken back is not at hand: neither among what the call applies nor among its originals.",
        CorrectionWindow = "correction_window": "It is too late to take this back.",
        TakenBackTooMuch = "taken_back_too_much": "More is taken back than is left of the original.",
        TakenBackTooMany = "taken_back_too_many": "So much was taken back within the rulebook's days that no more can be kept in mind.",
        AccountIsClosed = "account_is_closed": "The account is closed.",
        AccountInUse = "account_in_use": "The account cannot close while a hold is open or a charge is on its way.",
        AdjustmentProduct = "adjustment_product": "Only a charge by hand names a product.",
        CorrectionByDocument = "correction_by_document": "What an invoice asks for is corrected by a document.",
        InvoiceUnknown = "invoice_unknown": "The account has no such invoice, or it can be credited no more.",
        RowsLength = "rows_length": "Rows are not as many bytes as their columns have.",
        UsageOrder = "usage_order": "A usage is earlier than one that was rated before it.",
        KeyMissing = "key_missing": "A usage names no key, and its rate counts different ones.",
        KeysTooMany = "keys_too_many": "More different keys in a period than can be counted.",
        CustomerMissing = "customer_missing": "The rulebook drafts invoices, and nobody is billed.",
        DiscountUnknown = "discount_unknown": "The rulebook has no such discount.",
        DiscountNotValid = "discount_not_valid": "The discount cannot be taken at this time, or not again.",
        PlanUnknown = "plan_unknown": "The rulebook has no such plan.",
        SubscriptionDuplicate = "subscription_duplicate": "The account has a subscription of this name.",
        SubscriptionUnknown = "subscription_unknown": "The account has no such subscription.",
        SubscriptionsTooMany = "subscriptions_too_many": "The account has as many subscriptions as it can hold.",
        SubscriptionEnding = "subscription_ending": "The subscription is committed for longer.",
        SubscriptionNotEnding = "subscription_not_ending": "Nothing is scheduled for the subscription that could be taken back.",
        PlanEventLate = "plan_event_late": "A plan event names a time from which it cannot be applied any more.",
        OpenOrState = "open_or_state": "A call applies events to a state or to an account it opens, one of the two.",
        StateVersion = "state_version": "The account state is of a version this engine does not read.",
        StateMismatch = "state_mismatch": "The account state does not fit the rulebook or itself.",
        AccountMismatch = "account_mismatch": "An event names another account than the state.",
        EventConflict = "event_conflict": "Two events have the same id and different content.",
        EventInFuture = "event_in_future": "An event is later than `as_of`.",
        EventBeforeOpening = "event_before_opening": "An event is earlier than the account.",
        ChargeNotOpen = "charge_not_open": "A payment result names a charge that is not open.",
        GrantPeriod = "grant_period": "A grant ends before it starts.",
        GrantsTooMany = "grants_too_many": "The account has as many open grants as it can hold.",
        ProductsTooMany = "products_too_many": "A grant is bound to more products than it can name.",
        CouponUnknown = "coupon_unknown": "The rulebook has no such coupon.",
        CouponNotValid = "coupon_not_valid": "The coupon is not valid at this time.",
        CouponUsed = "coupon_used": "The account has used this coupon.",
        RefundAbovePurchased = "refund_above_purchased": "A refund is above the purchased credit that is left.",
        CorrectionExceeds = "correction_exceeds": "A correction has the sign of its entry or is larger.",
        HoldPeriod = "hold_period": "A hold ends before it begins or lasts longer than the rulebook allows.",
        HoldDuplicate = "hold_duplicate": "A hold of this id is open.",
        HoldNotOpen = "hold_not_open": "No hold of this id is open.",
        SettleAboveHold = "settle_above_hold": "A settlement is above what the rulebook allows for its hold.",
        MethodUnknown = "method_unknown": "The account has no such payment method of this kind.",
        MethodDuplicate = "method_duplicate": "The account has a payment method of this name.",
        MethodsTooMany = "methods_too_many": "The account has as many payment methods as it can hold.",
        MethodInUse = "method_in_use": "A setting charges this payment method.",
        MethodUnverified = "method_unverified": "The bank account is not verified.",
        BankLocked = "bank_locked": "The bank account has no verification attempts left.",
        BankDebitUnavailable = "bank_debit_unavailable": "Scheduled debits are not offered for this rulebook, currency or bank.",
        SubaccountsTooMany = "subaccounts_too_many": "The account has as many subaccounts as it can hold.",
        InvoiceNotDue = "invoice_not_due": "No such invoice is due.",
        PaymentAboveDue = "payment_above_due": "A payment is above what is due.",
        OverageAboveMaximum = "overage_above_maximum": "A credit line is above the rulebook's maximum.",
        StyleField = "style_field": "A recharge setting has a field that its style does not use, or misses one that it needs.",
        TargetTooNear = "target_too_near": "A recharge target is not above its threshold by the least charge.",
        TopUpBelowMinimum = "top_up_below_minimum": "A top-up is under the rulebook's minimum.",
        TopUpAboveMaximum = "top_up_above_maximum": "A top-up is over the rulebook's maximum.",
        RechargeNotOffered = "recharge_not_offered": "The rulebook has no auto-recharge.",
        RechargeBelowMinimum = "recharge_below_minimum": "A recharge amount is under the rulebook's minimum.",
        RechargeAboveMaximum = "recharge_above_maximum": "A recharge amount is over the rulebook's maximum.",
        LimitBelowAmount = "limit_below_amount": "An owner's limit is under the recharge amount, so that no charge could ever be made.",
        HistoryBroken = "history_broken": "Entries do not balance, or do not follow one another.",
        SubjectUnknown = "subject_unknown": "The call makes no such entry, effect or amount.",
        PatternEmpty = "pattern_empty": "The account has no whole day of usage to make a pattern of.",
        HorizonRange = "horizon_range": "A simulation is of 1 to 3,660 days.",
        TaxPercent = "tax_percent": "A tax percentage does not fit its category.",
        LineDuplicate = "line_duplicate": "Two lines of a document have the same id.",
        PeriodOrder = "period_order": "A period ends before it begins.",
        DocumentSums = "document_sums": "A document's tax breakdown or totals are not what its lines come to.",
        EinvoiceMissing = "einvoice_missing": "A document lacks what EN 16931 needs.",
        EinvoiceUnfit = "einvoice_unfit": "A document has what EN 16931 cannot say.",
        NotIssued = "not_issued": "A document that must be issued is a draft.",
        AlreadyIssued = "already_issued": "An issued document never changes; a credit note corrects it.",
        CreditMismatch = "credit_mismatch": "A credit note is not of this invoice, or the invoice is none.",
        CreditLineUnknown = "credit_line_unknown": "The invoice has no such line.",
        CreditExceeds = "credit_exceeds": "A credit is above what is left of its line or of what is taxed alike.",
        DateDuplicate = "date_duplicate": "A list of days names the same day twice.",
    }
}

/// A problem, behind one pointer: every step that can refuse hands it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(Box<Told>);

/// What is wrong, where, why and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Problem", deny_unknown_fields))]
pub struct Told {
    /// Stable name of the kind of problem.
    pub code: Code,
    /// JSON Pointer (RFC 6901) into the call; empty for the call itself.
    pub path: String,
    /// One lowercase sentence: what was found, and what was expected.
    pub message: String,
    /// The next action.
    pub help: String,
}

impl Problem {
    /// A problem at the value itself; the rooms above put the path before it with [`Problem::under`].
    #[cold]
    #[inline(never)]
    pub fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self(Box::new(Told { code, path: String::new(), message: message.into(), help: help.into() }))
    }

    /// The same problem, seen from one field further out.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn under(mut self, key: &str) -> Self {
        let mut path = String::with_capacity(self.path.len().saturating_add(key.len()).saturating_add(1));
        push_key(&mut path, key);
        path.push_str(&self.path);
        self.path = path;
        self
    }

    /// The same problem, seen from the list it stands in.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn item(mut self, index: usize) -> Self {
        let mut path = String::new();
        // Writing to a String cannot fail.
        let _ = write!(path, "/{index}{}", self.path);
        self.path = path;
        self
    }
}

impl Deref for Problem {
    type Target = Told;
    fn deref(&self) -> &Told {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Told {
        &mut self.0
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Problem {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        Told::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Told::json_schema(generator)
    }
}

/// Appends `/key` to a JSON Pointer, escaped as RFC 6901 says.
pub fn push_key(path: &mut String, key: &str) {
    path.push('/');
    for letter in key.chars() {
        match letter {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}
