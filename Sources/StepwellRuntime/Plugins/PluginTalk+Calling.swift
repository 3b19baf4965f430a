import PathwayModel
import StepwellKit

/// Something that a plugin is asked, as it is written down once its number is known.
struct PluginCall: Sendable {
    let message: @Sendable (Int) -> JSON
    /// The question to a rule that it is; nil for a delivery.
    var question: EndingQuestions.Asked?
}

extension PluginTalk {
    /// How many calls are written down before they are sent: the plugin works on these while more are written.
    private static let together = 32

    /// Sends calls, and answers with what came back for each, in their order.
    ///
    /// A process that ends leaves questions unanswered: they are asked again in another one. Which of them ended it is
    /// found by asking the first by itself in a process that has answered nothing yet; only that one is failed at, and
    /// once it has ended two such processes it is not asked any more. Each turn of the loop either settles a call or is
    /// followed by one that does.
    mutating func call(_ calls: [PluginCall], each: Int) -> [Result<JSON, PluginFailure>] {
        var replies: [Result<JSON, PluginFailure>?] = calls.map { call in
            call.question.flatMap { questions.refusal(of: $0, setup.manifest.name) }.map { .failure($0) }
        }
        var open = calls.indices.filter { replies[$0] == nil }
        var isProbing = false
        while let first = open.first {
            do throws(PluginFailure) { _ = try begin() } catch {
                return replies.map { $0 ?? .failure(error) }
            }
            let isFresh = answered == 0
            let batch = isProbing ? [first] : Array(open.prefix(width))
            let failure = exchange(batch, of: calls, each: each, &replies)
            open.removeAll { replies[$0] != nil }
            guard let failure else {
                survive()
                // Alone it is answered: together they are too many.
                if isProbing { width = max(1, min(width, calls.count) / 2) }
                isProbing = false
                continue
            }
            if answered > 0 { survive() }
            guard batch.contains(where: { replies[$0] == nil }) else {
                // It said more than it was asked.
                lose(failure)
                isProbing = false
                continue
            }
            if batch.count == 1, isFresh {
                die(failure, blaming: calls[first].question)
                replies[first] = .failure(failure)
                open.removeFirst()
                isProbing = false
            } else {
                lose(failure)
                isProbing = true
            }
        }
        return replies.map { $0 ?? .failure(PluginFailure("it gave no answer")) }
    }

    /// Sends these of the calls and reads what comes back, so many as `PluginLimits.pipeline` under way at once; why that
    /// came to an end before all was answered.
    private mutating func exchange(
        _ batch: [Int], of calls: [PluginCall], each: Int, _ replies: inout [Result<JSON, PluginFailure>?]
    ) -> PluginFailure? {
        guard let process else { return PluginFailure("it does not run") }
        let first = nextID
        nextID += batch.count
        var sent = 0
        var received = 0
        do throws(PluginFailure) {
            while received < batch.count {
                var line: [UInt8]?
                if sent < batch.count, sent - received < limits.pipeline {
                    let next = min(sent + Self.together, batch.count)
                    process.send(Self.lines(calls, batch, sent..<next, from: first))
                    sent = next
                    line = sent < batch.count ? process.lineAtHand() : nil
                } else {
                    line = try process.line(until: ChildProcess.now + each)
                }
                while let answer = line {
                    let (id, reply) = try PluginReply.read(answer)
                    let place = id - first
                    guard (0..<sent).contains(place), replies[batch[place]] == nil else {
                        throw PluginFailure("it answered a question that nobody asked")
                    }
                    replies[batch[place]] = reply
                    received += 1
                    answered += 1
                    line = process.lineAtHand()
                }
            }
            return nil
        } catch {
            return error
        }
    }

    private static func lines(
        _ calls: [PluginCall], _ batch: [Int], _ places: Range<Int>, from first: Int
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for place in places {
            calls[batch[place]].message(first + place).write(into: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
