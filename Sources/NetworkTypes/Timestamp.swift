/// A moment in UTC, in nanoseconds since 1970-01-01; it comes from outside and is never read off a clock by the core.
public struct Timestamp: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    public func advanced(seconds: Int64) -> Timestamp { advanced(nanoseconds: seconds * 1_000_000_000) }
    public func advanced(milliseconds: Int64) -> Timestamp { advanced(nanoseconds: milliseconds * 1_000_000) }
    public func advanced(nanoseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(delta)
        return Timestamp(nanoseconds: overflow ? (delta > 0 ? .max : .min) : sum)
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds. The calendar is Hinnant's `civil_from_days`
    /// (https://howardhinnant.github.io/date_algorithms.html).
    public var description: String {
        let milliseconds = nanoseconds.flooredDivision(1_000_000)
        let seconds = milliseconds.flooredDivision(1000)
        let days = seconds.flooredDivision(86_400)
        let second = seconds - days * 86_400
        let shifted = days + 719_468
        let era = shifted.flooredDivision(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ value: Int64, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        let time = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        return "\(date)T\(time).\(padded(milliseconds - seconds * 1000, 3))Z"
    }
}

extension Int64 {
    fileprivate func flooredDivision(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
