// The calls to the system that Swift cannot make itself, or that Embedded Swift has no module for.
//
// Every function that can fail returns a negative errno; what it says no value for returns 0.
// No function keeps a pointer that it was given. Strings are NUL-terminated UTF-8.
#ifndef RUE_SYSTEM_H
#define RUE_SYSTEM_H
#include "rue_clock.h"
#include "rue_directory.h"
#include "rue_file.h"
#include "rue_file_reader.h"
#include "rue_identity.h"
#include "rue_mdns.h"
#include "rue_network.h"
#include "rue_poll.h"
#include "rue_process.h"
#include "rue_resolver.h"
#include "rue_service.h"
#include "rue_signal.h"
#include "rue_socket.h"
#include "rue_wireless.h"
#endif
