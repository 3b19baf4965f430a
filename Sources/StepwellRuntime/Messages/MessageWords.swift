import CEL
import Mustache
import PathwayEngine
import PathwayModel

/// What a message may name: the patient's record, the case and its fields.
struct MessageWords {
    private let context: [String: Any]

    init(patient: PatientRecord?, id: CaseID, pathway: Pathway, state: CaseState?) {
        var data: [String: String] = [:]
        for (field, recorded) in zip(pathway.fields, state?.fields ?? []) {
            data[field.name] = (recorded?.value ?? field.defaultValue)?.shown
        }
        context = [
            "patient": patient?.values ?? [:], "case": ["id": id.text],
            "pathway": ["title": pathway.title, "name": pathway.identifier], "data": data,
        ]
    }

    /// A template filled in as plain text. One that is no template stands as it is written.
    func render(_ template: String) -> String {
        do {
            let compiled = try MustacheTemplate(string: "{{%CONTENT_TYPE:TEXT}}" + template)
            return compiled.render(context)
        } catch {
            return template
        }
    }
}
