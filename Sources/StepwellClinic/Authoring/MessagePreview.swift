import PathwayCompiler
package import PathwayModel
package import StepwellRuntime

/// What `message preview` shows: a pathway's messages in every language, filled in with examples.
package struct MessagePreview: Sendable {
    /// One message in one language.
    package struct Text: Sendable {
        package var message: Message
        /// Nil where the message is in no language of its own.
        package var language: String?
        package var rendered: MessageRenderer.Rendered
    }

    package var pathway: String
    package var texts: [Text]

    /// - Parameters:
    ///   - name: the pathway's file, or its identifier in the folder `Pathways`.
    ///   - language: only this one; nil for all.
    package init(_ name: String, language: String?, _ plugins: PluginSet) throws {
        self.init(try ClinicFiles.pathway(named: name, plugins), language: language)
    }

    /// - Parameter language: only this one; nil for all.
    package init(_ pathway: Pathway, language: String?) {
        self.pathway = pathway.identifier
        texts = pathway.messages.flatMap { message -> [Text] in
            var languages = [message.subject, message.body].flatMap(\.languages).uniqued.map { Optional($0) }
            // What names no language stands for each.
            if languages.isEmpty { languages = [language ?? pathway.languages.first] }
            return languages.filter { language == nil || $0 == language || $0 == nil }.compactMap { written in
                MessageRenderer.sample(of: pathway, language: written).render(message, step: 1).map {
                    Text(message: message, language: written, rendered: $0)
                }
            }
        }
    }

    package var json: JSON { ["pathway": .string(pathway), "messages": .array(texts.map(\.json))] }
}

extension MessagePreview.Text {
    package var json: JSON {
        .compact([
            "message": .string(message.name), "language": JSON(language), "subject": .string(rendered.subject),
            "body": .string(rendered.body), "html": .string(rendered.html), "while": JSON(message.condition?.source),
            "tells": .array(
                message.holds.map { ["name": .string($0.name), "sensitivity": .string($0.sensitivity.rawValue)] }),
        ])
    }
}
