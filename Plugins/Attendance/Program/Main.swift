import AttendancePlugin
import StepwellKit

@main enum Main { static func main() { Attendance.main() } }
