import ConnectionDialogs
import ShellOutput
import ShellSession

extension LoginRequest {
    /// Reads the words of the command.
    init(_ words: Words) throws(Complaint) {
        self.init()
        var words = words
        let (isDevice, isBrowser) = (words.takeFlag("--device"), words.takeFlag("--browser"))
        let port = try words.takeOption("--port")
        try words.end(of: "login")
        if isDevice, isBrowser { throw .usage(":login takes --device or --browser, not both.") }
        if isDevice, port != nil {
            throw .usage("--port is for a browser: no port is used with --device.")
        }
        if let port {
            guard let number = Int(port), (1...65_535).contains(number) else {
                throw .usage("--port takes a port, 1 to 65535, not \"\(port)\".")
            }
            self.port = number
        }
        // Whoever forwards a port has a browser at the other end.
        method = isDevice ? .device : isBrowser || port != nil ? .browser : .automatic
    }
}
