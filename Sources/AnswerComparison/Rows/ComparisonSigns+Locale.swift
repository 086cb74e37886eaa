extension ComparisonSigns {
    /// Chooses by locale: ASCII if the first set variable of `LC_ALL`, `LC_CTYPE` and `LANG` names another encoding
    /// than UTF-8.
    package init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
        let encoding = (locale ?? "UTF-8").lowercased()
        self = encoding.contains("utf-8") || encoding.contains("utf8") ? .unicode : .ascii
    }
}
