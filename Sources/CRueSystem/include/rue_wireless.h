// What can be known of a wireless network without other programs.
#ifndef RUE_WIRELESS_H
#define RUE_WIRELESS_H

/// Whether a wireless interface sleeps between packets (power saving), as its driver says: 1 or 0.
/// -ENODEV where there is no such interface; -EOPNOTSUPP where it is not wireless, or its driver or the
/// kernel (CONFIG_CFG80211_WEXT) cannot tell.
int rue_wireless_saves_power(const char *interface);

#endif
