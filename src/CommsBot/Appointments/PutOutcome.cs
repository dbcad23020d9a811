namespace CommsBot.Appointments;

/// <summary>What became of an appointment that was written.</summary>
public enum PutOutcome
{
    Created,
    Moved,
    Changed,
    Unchanged,
    Cancelled,

    /// <summary>Nothing was written: a new or moved booking lies in the past.</summary>
    InThePast,

    /// <summary>Nothing was written: it says of a visit that lies ahead that it is over.</summary>
    StillAhead,

    /// <summary>Nothing was written: it would clear a health screen that the patient answered with a yes.</summary>
    PatientSaidYes,

    /// <summary>Nothing was written: it would clear the health screen of a patient under 18.</summary>
    Minor,

    /// <summary>Nothing was written: it would set times of its own over a health screen that the patient answered with a yes.</summary>
    OwnTimesOverYes,

    /// <summary>Nothing was written: it would set times of its own for a patient under 18.</summary>
    OwnTimesUnder18,

    /// <summary>Nothing was taken over: a person here cancelled or moved the visit, and staff are asked which is right.</summary>
    ChangedHere,
}

/// <summary>Why a put wrote nothing, as a fault of the field it is about.</summary>
internal static class PutRefusals
{
    /// <summary>Null when it was taken.</summary>
    public static (string Field, string Fault)? Of(PutOutcome outcome) => outcome switch
    {
        PutOutcome.InThePast => ("startsAt", "lies in the past; a booked visit must lie ahead"),
        PutOutcome.StillAhead => ("status", "cannot be over yet: the visit lies ahead"),
        PutOutcome.PatientSaidYes => (HealthScreen, "cannot be cleared from another system: the patient told us that one of these is so. A clinician releases the fast in the console"),
        PutOutcome.Minor => (HealthScreen, "cannot be cleared from another system: the patient is under 18. A clinician releases the fast in the console"),
        PutOutcome.OwnTimesOverYes => (Mode, "cannot be individual from another system: the patient told us something by which a nurse must plan the fast. A clinician sets the times in the console"),
        PutOutcome.OwnTimesUnder18 => (Mode, "cannot be individual from another system: the patient is under 18. A clinician sets the times in the console"),
        PutOutcome.ChangedHere => ("startsAt", "is not what a person decided here; staff are asked which is right"),
        _ => null,
    };

    private const string HealthScreen = "healthScreen.state";
    private const string Mode = "preparation.mode";
}
