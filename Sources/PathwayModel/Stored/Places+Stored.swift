package import CEL

extension ByteWriter {
    package mutating func write(_ moment: Moment) {
        write(moment.at)
        write(moment.date)
        write(moment.isDateOnly)
    }

    package mutating func write<Element>(_ set: PlaceSet<Element>) {
        write(set.count)
        for place in set { write(place.position) }
    }
}

extension ByteReader {
    package mutating func moment() throws(Malformed) -> Moment {
        Moment(at: try timestamp(), date: try date(), isDateOnly: try bool())
    }

    package mutating func place<Element>(below limit: Int) throws(Malformed) -> Place<Element> {
        let position = try int()
        guard (0..<limit).contains(position) else { throw Malformed() }
        return Place(position)
    }

    package mutating func places<Element>(below limit: Int) throws(Malformed) -> PlaceSet<Element> {
        PlaceSet(try list { (reader) throws(Malformed) in try reader.place(below: limit) })
    }
}
