extension ComparisonSigns {
    /// ASCII if the locale names an encoding that isn't UTF-8 (`LC_ALL`, `LC_CTYPE`, `LANG`: the first one that is set).
    package init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
        let encoding = (locale ?? "UTF-8").lowercased()
        self = encoding.contains("utf-8") || encoding.contains("utf8") ? .unicode : .ascii
    }
}
