public import CEL

/// A request's id, and what it is answered with.
public struct RequestedAnswer: Hashable, Sendable {
    public var request: String
    public var answer: StoredAnswer

    public init(request: String, answer: StoredAnswer) {
        self.request = request
        self.answer = answer
    }
}

/// What a request was answered: kept so that asking again gets the same.
public struct StoredAnswer: Hashable, Sendable {
    public var id: CaseID
    /// The sequence that the input made; nil where it was refused or changed nothing.
    public var sequence: Int?
    /// The refusal's code and message; nil where it was accepted.
    public var refusal: StoredRefusal?
    /// A hash of what was asked, so that the id stands for nothing else; nil where it was kept before there were any.
    public var asked: [UInt8]?

    public init(id: CaseID, sequence: Int?, refusal: StoredRefusal?, asked: [UInt8]? = nil) {
        self.id = id
        self.sequence = sequence
        self.refusal = refusal
        self.asked = asked
    }
}

/// An input that changed nothing, for the audit.
public struct RefusedInput: Hashable, Sendable {
    public var id: CaseID
    public var at: Timestamp
    public var actor: String?
    /// Who spoke for the actor, where that was somebody else.
    public var speaker: String?
    /// What kind of input it was, with the name of its event, task or transition; no values.
    public var input: String
    public var refusal: StoredRefusal
    public var request: String?
    /// A hash of what was asked, where it has a request.
    public var asked: [UInt8]?

    public init(
        id: CaseID, at: Timestamp, actor: String?, speaker: String? = nil, input: String, refusal: StoredRefusal,
        request: String?, asked: [UInt8]? = nil
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.speaker = speaker
        self.input = input
        self.refusal = refusal
        self.request = request
        self.asked = asked
    }
}

/// Why an input changed nothing.
public struct StoredRefusal: Hashable, Sendable {
    /// A built-in code, or one that the pathway gives.
    public var code: String
    /// A sentence for a person, without patient values.
    public var message: String

    public init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension RefusedInput {
    /// What its request is answered with from now on.
    public var answer: StoredAnswer { StoredAnswer(id: id, sequence: nil, refusal: refusal, asked: asked) }
}
