package dev.volary.core.linux;

/// The number of a device node; both parts are zero where there is no device.
///
/// @param major the driver, 12 bits
/// @param minor the device, 20 bits
public record DeviceNumber(int major, int minor) {
  /// The number of what is no device.
  public static final DeviceNumber NONE = new DeviceNumber(0, 0);

  /// Refuses what the kernel can't express.
  public DeviceNumber {
    if (major < 0 || major > 0xFFF || minor < 0 || minor > 0xFFFFF) {
      throw new IllegalArgumentException("device number " + major + ":" + minor);
    }
  }

  /// Returns the kernel's encoding (`new_encode_dev`), as `mknod` takes it.
  int encoded() {
    return (minor & 0xFF) | (major << 8) | ((minor & ~0xFF) << 12);
  }
}
