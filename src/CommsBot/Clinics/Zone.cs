using System.Collections.Concurrent;
using NodaTime;
using NodaTime.TimeZones;

namespace CommsBot.Clinics;

/// <summary>
/// A time zone by its IANA name, with the house's rule for the two odd nights of the year:
/// a local time that is skipped (spring) means the first moment after the gap; one that happens twice (autumn) means the earlier of the two,
/// because for a deadline, for the end of a sending window and for "stop eating" the earlier moment is the safe one.
/// Nothing outside <c>Clinics/</c> knows more about zones than this class tells.
/// </summary>
internal sealed class Zone
{
    private static readonly ConcurrentDictionary<string, Zone?> Known = new();
    private static readonly ZoneLocalMappingResolver Rule =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private readonly DateTimeZone zone;

    private Zone(DateTimeZone zone) => this.zone = zone;

    /// <summary>The IANA name: <c>America/Chicago</c>.</summary>
    public string Id => zone.Id;

    /// <summary>The zone of that IANA name, or null when there is none. Windows names and bare offsets are not accepted.</summary>
    public static Zone? Find(string? id)
    {
        if (string.IsNullOrWhiteSpace(id) || id.Length > 60 || !id.Contains('/')) return null;
        return Known.GetOrAdd(id, name => DateTimeZoneProviders.Tzdb.Ids.Contains(name) ? new Zone(DateTimeZoneProviders.Tzdb[name]) : null);
    }

    /// <summary>The same instant, written with this zone's offset.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) =>
        instant.ToOffset(zone.GetUtcOffset(Instant.FromDateTimeOffset(instant)).ToTimeSpan());

    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    public TimeOnly TimeOf(DateTimeOffset instant) => TimeOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>The instant at which clocks here show that day and time; the odd nights by the rule of this class.</summary>
    public DateTimeOffset At(DateOnly date, TimeOnly time) =>
        zone.ResolveLocal(LocalDateTime.FromDateTime(date.ToDateTime(time)), Rule).ToDateTimeOffset();

    /// <summary>Whether clocks here and there show the same at that instant.</summary>
    public bool AgreesWith(Zone other, DateTimeOffset instant) => Local(instant).Offset == other.Local(instant).Offset;

    public override string ToString() => Id;
}
