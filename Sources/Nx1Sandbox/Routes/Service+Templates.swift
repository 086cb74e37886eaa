import HTTPTypes
import HummingbirdCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Service {
    /// The template calls.
    var templateRoutes: [ServiceRoute] {
        [
            ServiceRoute(.get, "/api/crew-templates") { _, _ in
                .json(.array(await templates.templates.map { $0.json(ownerID: ownerID) }))
            },
            ServiceRoute(.put, "/api/crew-templates/{}") { request, id in
                _ = try await templates.template(id)
                let body = try await self.json(of: request)
                let template = try await templates.change(id, by: body, at: Date().timestamp)
                return .json(template.json(ownerID: ownerID))
            },
            ServiceRoute(.post, "/api/crew-templates/{}/run") { request, id in
                let template = try await templates.template(id)
                // The call takes no correlation id: whatever a caller sends, the run gets its own.
                return try await startRun(request, isNamedByCaller: false, reading: template.run)
            },
        ]
    }
}
