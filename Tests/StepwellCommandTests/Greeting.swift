/// A pathway whose cases greet a nurse with a message, each time that somebody asks for it.
enum Greeting {
    static let pathway = pathway(subject: "Hello")

    /// - Parameter subject: of the message, as YAML has it.
    static func pathway(subject: String) -> String {
        """
        stepwell: 1
        pathway: greeting
        version: "1"
        title: Greeting
        roles: [nurse]
        owner: nurse
        events: {greet: {}}
        messages: {hello: {subject: \(subject), body: Come in}}
        reactions: [{event: greet, do: [{notify: nurse, message: hello}]}]
        states: {care: {expected: 4 weeks}}
        """
    }
}
