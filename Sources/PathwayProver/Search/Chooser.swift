/// Choices made one after another, and all other ways to make them in turn.
struct Chooser {
    /// What was chosen, and of how many.
    private var script: [(choice: Int, of: Int)] = []
    private var next = 0

    /// One of so many, from 0: the same as before until this one's turn comes.
    mutating func choose(among count: Int) -> Int {
        guard count > 1 else { return 0 }
        defer { next += 1 }
        if next == script.count { script.append((0, count)) }
        return script[next].choice
    }

    /// Begins again with the next other choice; false once there is none.
    mutating func advance() -> Bool {
        while let last = script.last {
            if last.choice + 1 < last.of {
                script[script.count - 1].choice += 1
                next = 0
                return true
            }
            script.removeLast()
        }
        return false
    }
}
