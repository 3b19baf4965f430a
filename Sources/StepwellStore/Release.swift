public import CEL

/// A patient's consent to disclose records of substance use treatment, with every element of 42 CFR 2.31(a).
public struct Release: Hashable, Sendable {
    public var id: String
    public var patient: String
    /// Who discloses.
    public var discloser: String
    /// To whom, as pathways and settings name the recipient.
    public var recipient: String
    public var purpose: String
    /// How much and what kind of information.
    public var what: String
    /// The last date on which it holds; nil where the patient set none, as treatment, payment and operations allow.
    public var expires: CalendarDate?
    public var signedBy: String
    public var signed: CalendarDate
    /// From then on nothing more is disclosed; what was, stays in the ledger.
    public var revoked: CalendarDate?

    public init(
        id: String, patient: String, discloser: String, recipient: String, purpose: String, what: String,
        expires: CalendarDate?, signedBy: String, signed: CalendarDate, revoked: CalendarDate? = nil
    ) {
        self.id = id
        self.patient = patient
        self.discloser = discloser
        self.recipient = recipient
        self.purpose = purpose
        self.what = what
        self.expires = expires
        self.signedBy = signedBy
        self.signed = signed
        self.revoked = revoked
    }

    /// Whether it covers a disclosure on a date.
    public func holds(on date: CalendarDate) -> Bool {
        signed <= date && (expires.map { date <= $0 } ?? true) && (revoked.map { date < $0 } ?? true)
    }
}

/// One disclosure of records, for the accounting of 42 CFR 2.25.
public struct Disclosure: Hashable, Sendable {
    public var patient: String
    /// The message that told it; of what left by another way the case, its entry at the time, and a place below zero.
    public var effect: EffectID
    public var at: Timestamp
    public var recipient: String
    public var channel: String
    public var purpose: String
    /// The names of what was disclosed; no values.
    public var what: String
    /// The consent that it went under; empty where the law asks for none.
    public var release: String

    public init(
        patient: String, effect: EffectID, at: Timestamp, recipient: String, channel: String, purpose: String,
        what: String, release: String
    ) {
        self.patient = patient
        self.effect = effect
        self.at = at
        self.recipient = recipient
        self.channel = channel
        self.purpose = purpose
        self.what = what
        self.release = release
    }
}
