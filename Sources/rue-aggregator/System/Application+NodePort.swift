import RueAggregatorCore
import RueHTTP
import RueServer

extension Application {
    /// The node API behind a listener.
    static func nodePort(_ service: NodeService) -> Application {
        Application(
            limits: { head, _ in
                switch service.judge(method: head.method, path: head.path, headers: head.headers) {
                case .success(let bytes): .accept(maximumBodyBytes: bytes)
                case .failure(let refused): .refuse(refused.response)
                }
            },
            faultResponse: { service.faultResponse($0) },
            handler: { request, _, responder in
                service.handle(request) { responder.respond(making: $0) }
            })
    }
}
