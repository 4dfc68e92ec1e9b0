import RueHTTP
public import RueServer

extension NodeService {
    /// The node port for a listener.
    public var application: Application {
        Application(
            limits: { head, _ in
                switch self.judge(method: head.method, path: head.path, headers: head.headers) {
                case .success(let maximum): .accept(maximumBodyBytes: maximum)
                case .failure(let refused): .refuse(refused.response)
                }
            },
            faultResponse: { self.faultResponse($0) },
            handler: { request, _, responder in
                self.handle(request) { responder.respond(making: $0) }
            })
    }
}
