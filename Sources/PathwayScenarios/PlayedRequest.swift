import PathwayCompiler
import PathwayModel

/// What a story has used a request id for, and what came of it.
struct PlayedRequest {
    private let input: ScenarioInput
    private let by: String?
    private let person: String?
    private let occurred: TimeDeclaration?
    private(set) var refusal: Refusal?
    /// The entry that it made; nil where it was refused or did nothing.
    private(set) var entry: Int?

    init(input: ScenarioInput, by: String?, person: String?, occurred: TimeDeclaration?) {
        self.input = input
        self.by = by
        self.person = person
        self.occurred = occurred
    }

    func answered(_ refusal: Refusal?, entry: Int?) -> PlayedRequest {
        var played = self
        played.refusal = refusal
        played.entry = entry
        return played
    }

    /// Whether the same is asked, whatever the time.
    func isSame(as other: PlayedRequest) -> Bool {
        input == other.input && by == other.by && person == other.person && occurred == other.occurred
    }
}

extension Refusal {
    /// As the command refuses an id that comes again with something else.
    static let reused = Refusal("request_reused", "this request_id was used before, and for something else")
}
