import StepwellClinic
import StepwellRuntime

extension WorklistRequest {
    static func asking(role: String? = nil, at when: When? = nil) -> WorklistRequest {
        var request = WorklistRequest()
        (request.role, request.when) = (role, when)
        return request
    }
}
