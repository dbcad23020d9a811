namespace CommsBot.Simulator.Storage;

/// <summary>One text between a phone and a clinic's number.</summary>
/// <param name="Seq">Order of creation; 0 until stored.</param>
/// <param name="Direction">As Twilio names it: inbound, outbound-api, outbound-reply.</param>
/// <param name="Body">What the provider still keeps; empty after a redaction.</param>
/// <param name="Shown">What stands on the phone: redacting at the provider does not reach into a patient's hand.</param>
/// <param name="Validity">Seconds the text may wait before it is given up.</param>
/// <param name="Created">Machine time, as are <paramref name="Updated"/> and <paramref name="Sent"/>.</param>
/// <param name="ClinicAt">Clinic time of creation: what the phone shows.</param>
internal sealed record Text(
    long Seq, string Sid, string Direction, string From, string To, string Body, string Shown, string Status, int? Error, int Segments,
    int Media, string? Service, string? Callback, int Validity, DateTimeOffset Created, DateTimeOffset Updated, DateTimeOffset? Sent,
    DateTimeOffset ClinicAt)
{
    public bool IsInbound => Direction == "inbound";

    public bool IsFinal => Status is "delivered" or "undelivered" or "failed" or "canceled" or "received";

    public static string NewSid(string prefix) => prefix + Guid.NewGuid().ToString("N");
}
