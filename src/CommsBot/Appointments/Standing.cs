using CommsBot.Patients;

namespace CommsBot.Appointments;

/// <summary>What a row says of a visit without its patient: enough to end one that is known, or to leave somebody in peace.</summary>
/// <param name="Stop">The practice system says that the patient died or is not one any more.</param>
internal sealed record Standing(AppointmentStatus Status, BlockReason? Stop = null)
{
    public bool SaysEnough => Status != AppointmentStatus.Booked || Stop is not null;
}
