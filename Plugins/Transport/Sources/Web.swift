import CCurl
import Foundation
import InternetAddresses
public import StepwellKit

/// One POST to an address that was checked.
public struct WebPost: Sendable {
    public var address: WebAddress
    public var headers: [String]
    public var body: [UInt8]
    /// A file of certificates to trust in place of the system's.
    public var certificates: String?
    public var user: String?
    public var password: String?
    public var seconds: Int

    public init(
        address: WebAddress, headers: [String], body: [UInt8], certificates: String? = nil, user: String? = nil,
        password: String? = nil, seconds: Int = 15
    ) {
        self.address = address
        self.headers = headers
        self.body = body
        self.certificates = certificates
        self.user = user
        self.password = password
        self.seconds = seconds
    }

    /// Bytes of an answer that are read.
    public static let answerLimit = 65_536

    /// What came of it.
    public enum Reply: Hashable, Sendable {
        case answered(status: Int, retryAfter: Int?)
        /// There was no answer; why, in words that hold nothing of the request.
        case silent(String)
        case refused(WebAddress.Refusal)
    }

    public func send() -> Reply {
        // A line end in a header would begin another one.
        guard headers.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else {
            return .refused(.malformed)
        }
        let found: [NetworkAddress]
        do { found = try address.resolve() } catch { return .refused(error) }
        let resolved = "\(address.host):\(address.port):" + found.map(\.text).joined(separator: ",")
        guard Curl.isReady else { return .silent("libcurl cannot be used") }
        let strings = CStrings(
            [address.text, resolved, certificates, user, password] + headers.map { Optional($0) })
        defer { strings.free() }
        let result = strings.headers(from: 5).withUnsafeBufferPointer { headers in
            body.withUnsafeBufferPointer { body in
                var post = stepwell_curl_post()
                post.url = strings[0]
                post.resolved = strings[1]
                post.ca_file = strings[2]
                post.user = strings[3]
                post.password = strings[4]
                post.headers = headers.baseAddress
                post.header_count = headers.count
                post.body = body.baseAddress
                post.length = body.count
                post.answer_limit = Self.answerLimit
                post.timeout_seconds = seconds
                return stepwell_curl_send_post(&post)
            }
        }
        // What is said in the status line counts, whatever becomes of the rest.
        guard result.status > 0 else { return .silent(String(cString: stepwell_curl_words(result.code))) }
        let after = result.retry_after >= 0 ? Int(result.retry_after) : nil
        return .answered(status: Int(result.status), retryAfter: after)
    }
}

extension WebPost.Reply {
    /// What it means for a message.
    ///
    /// - Parameter isPatient: whether a status that will hardly change by itself (4xx, a redirect) is tried again, as
    ///   Standard Webhooks has it.
    public func delivery(isPatient: Bool) -> Delivery {
        switch self {
        case .silent(let words): return .retry(reason: "no answer: \(words)")
        case .refused(let refusal): return Self.delivery(refusal)
        case .answered(let status, let after):
            switch status {
            case 200..<300: return .sent
            case 410: return .closed(reason: "the other side answered 410: it wants no more messages")
            case 408, 425, 429, 500...: return .retry(reason: "the other side answered \(status)", after: after)
            case 300..<400 where !isPatient:
                return .rejected(reason: "the other side answered \(status); redirects are not followed")
            default:
                return isPatient
                    ? .retry(reason: "the other side answered \(status)", after: after)
                    : .rejected(reason: "the other side answered \(status)")
            }
        }
    }

    private static func delivery(_ refusal: WebAddress.Refusal) -> Delivery {
        switch refusal {
        case .unresolved: .retry(reason: "the host's name stands for no address")
        case .privateAddress:
            .rejected(reason: "the address is private, and the clinic's settings do not list it under 'allow'")
        case .malformed: .rejected(reason: "the address cannot be read")
        case .scheme: .rejected(reason: "the address has to begin with https://")
        case .credentials: .rejected(reason: "an address may hold no user")
        case .port: .rejected(reason: "the port is not 443, and the clinic's settings do not list it under 'allow'")
        }
    }
}

/// libcurl, prepared once.
enum Curl {
    static let isReady = stepwell_curl_prepare() == 0
}

/// Texts as C reads them, for the length of a call.
struct CStrings {
    private let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String?]) { pointers = texts.map { text in text.flatMap { strdup($0) } } }

    subscript(place: Int) -> UnsafePointer<CChar>? { pointers[place].map { UnsafePointer($0) } }

    func headers(from place: Int) -> [UnsafePointer<CChar>?] { pointers[place...].map { $0.map { UnsafePointer($0) } } }

    func free() {
        for case let pointer? in pointers { Foundation.free(pointer) }
    }
}
