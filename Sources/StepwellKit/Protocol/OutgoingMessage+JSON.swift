package import PathwayModel

extension OutgoingMessage {
    package init(_ json: JSON) throws(ProtocolError) {
        guard let recipient = json["recipient"]?.string, let subject = json["subject"]?.string,
            let body = json["body"]?.string, let caseID = json["case"]?.string
        else { throw ProtocolError("'message' needs recipient, subject, body and case") }
        var invitation: Invitation?
        if let form = json["invitation"] { invitation = try Invitation(form) }
        self.init(
            name: json["name"]?.string ?? "message", recipient: recipient, address: json["address"]?.string,
            subject: subject, body: body, html: json["html"]?.string, invitation: invitation, caseID: caseID)
    }
}

extension Invitation {
    fileprivate init(_ json: JSON) throws(ProtocolError) {
        guard let uid = json["uid"]?.string, let sequence = json["sequence"]?.int, let start = json["start"]?.int,
            let minutes = json["minutes"]?.int, let summary = json["summary"]?.string
        else { throw ProtocolError("an invitation needs uid, sequence, start, minutes and summary") }
        self.init(
            uid: uid, sequence: sequence, start: Int64(start), minutes: minutes, summary: summary,
            location: json["location"]?.string)
    }
}
