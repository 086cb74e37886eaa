import ConnectionDialogs
import ShellOutput
import ShellSession

extension LoginRequest {
    /// Parses the command's arguments.
    init(_ words: Words) throws(Complaint) {
        self.init()
        var words = words
        let (isDevice, isBrowser) = (words.takeFlag("--device"), words.takeFlag("--browser"))
        let port = try words.takeOption("--port")
        try words.end(of: "login")
        if isDevice, isBrowser { throw .usage("--device and --browser can't be combined.") }
        if isDevice, port != nil {
            throw .usage("--port can't be combined with --device, which uses no port.")
        }
        if let port {
            guard let number = Int(port), (1...65_535).contains(number) else {
                throw .usage("--port must be between 1 and 65535, not \"\(port)\".")
            }
            self.port = number
        }
        // Forwarding a port implies a browser at the other end.
        method = isDevice ? .device : isBrowser || port != nil ? .browser : .automatic
    }
}
