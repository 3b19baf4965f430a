import CEL
import PathwayModel

extension Pathway: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(TableLengths(of: self))
        writer.write(identifier)
        writer.write(version)
        writer.write(title)
        writer.write(description)
        writer.write(digest)
        writer.write(approval)
        writer.write(calendar)
        writer.write(roles)
        writer.write(fields)
        writer.write(instruments)
        writer.write(events)
        writer.write(tasks)
        writer.write(messages)
        writer.write(guards)
        writer.write(decisions)
        writer.write(states)
        writer.write(transitions)
        writer.write(reactions)
        writer.write(ruleUses)
        writer.write(variables)
        writer.write(references)
        writer.write(taskGlobs)
        writer.write(consentKinds)
        writer.write(sessionTypes)
        writer.write(objectTypes)
        writer.write(languages)
        writer.write(sensitivity)
        writer.write(intendedUse)
        writer.write(promises)
        writer.write(hasOneOpenCase)
        writer.write(levels)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        reader.tables = try reader.read()
        self.init(
            identifier: try reader.read(), version: try reader.read(), title: try reader.read(),
            description: try reader.read(), digest: try reader.read(), approval: try reader.read(),
            calendar: try reader.read(), roles: try reader.read(), fields: try reader.read(),
            instruments: try reader.read(), events: try reader.read(), tasks: try reader.read(),
            messages: try reader.read(), guards: try reader.read(), decisions: try reader.read(),
            states: try reader.read(), transitions: try reader.read(), reactions: try reader.read(),
            ruleUses: try reader.read(), variables: try reader.read(), references: try reader.read(),
            taskGlobs: try reader.read(), consentKinds: try reader.read(), sessionTypes: try reader.read(),
            objectTypes: try reader.read(), languages: try reader.read(), sensitivity: try reader.read(),
            intendedUse: try reader.read(), promises: try reader.read(),
            hasOneOpenCase: reader.format >= 3 ? try reader.read() : false)
        if reader.format >= 8 { levels = try reader.read() }
        let written = TableLengths(of: self)
        guard written.isEqual(to: reader.tables), !states.isEmpty else { throw ByteReader.Malformed() }
        // Built-in tasks that there were not yet come last.
        if reader.format < 3 {
            tasks += Pathway.builtInTasks.filter { task in !tasks.contains { $0.name == task.name } }
        }
    }
}

extension WorkCalendar: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(zone)
        writer.write(workdays)
        writer.write(holidays)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(zone: try reader.read(), workdays: try reader.read(), holidays: try reader.read())
    }
}

extension ZoneOffsets: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(initialOffset)
        writer.write(changes)
        writer.write(abbreviations)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(name: try reader.read(), initialOffset: try reader.read(), changes: try reader.read())
        if reader.format >= 4 { abbreviations = try reader.read() }
    }
}

extension ZoneOffsets.Abbreviation: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(offset)
        writer.write(text)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(offset: try reader.read(), text: try reader.read())
    }
}

extension ZoneOffsets.Change: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(from)
        writer.write(offset)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(from: try reader.read(), offset: try reader.read())
    }
}

extension Sensitivity: Stored {}

extension SourceSpan: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(file)
        for number in [start.line, start.column, end.line, end.column] { writer.write(number) }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            file: try reader.read(), start: Position(line: try reader.read(), column: try reader.read()),
            end: Position(line: try reader.read(), column: try reader.read()))
    }
}
