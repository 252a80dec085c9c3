using Reliability;

[assembly: Service("invoicing", Tier = ServiceTier.High, System = "shop")]
[assembly: Owner("finance", OnCall = "pagerduty:PFIN456", Chat = "#finance")]
