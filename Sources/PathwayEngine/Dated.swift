import PathwayModel

/// Something that happened at a moment, and stands among others in the order of time.
protocol Dated {
    var moment: Moment { get }
}

extension Array where Element: Dated {
    /// The place of something new in a list whose newest is last: behind all that do not stand after it.
    func place(for moment: Moment) -> Int {
        var place = endIndex
        while place > 0, self[place - 1].moment.isAfter(moment) { place -= 1 }
        return place
    }

    /// Adds to a list whose newest is last.
    mutating func insert(_ element: Element) { insert(element, at: place(for: element.moment)) }

    /// Adds to a list whose newest is first.
    mutating func insert(newestFirst element: Element) {
        insert(element, at: prefix { $0.moment.isAfter(element.moment) }.count)
    }
}

extension FieldRecord.Entry: Dated {}
extension CaseState.ConsentRecord: Dated {}
extension CaseState.Occurrence: Dated {}
extension InstrumentResult: Dated {}
extension Session: Dated {}
extension Recorded: Dated where Content: Dated {}
